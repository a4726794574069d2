/** Predictions of a run's model: asks for the data and the file, and shows the progress. */
import path from 'node:path';
import * as vscode from 'vscode';
import { megabytes, plural } from '../../notation/numbers';
import type { PredictProgress, PredictRequest, PredictSummary } from '../../protocol/worker';
import type { RunWorker } from '../../run/client/client';
import { readRunConfig } from '../../run/files/folder';
import { configName, dataGlob, readableFolders } from '../common/configFile';

type Wanted = Pick<PredictRequest, 'data' | 'set' | 'steps'>;

interface Item extends vscode.QuickPickItem {
  readonly ask: () => Promise<Wanted | undefined>;
}

export class Predicting {
  constructor(private readonly worker: () => RunWorker) {}

  /**
   * @param folder absolute folder of the run
   * @throws with one line where run, data or file cannot be used
   */
  async predict(config: vscode.Uri, folder: string, title: string): Promise<void> {
    const wanted = await askData(folder, title);
    const out = wanted && (await askFile(config, title));
    if (!wanted || !out) {
      return;
    }
    const cancel = new SharedArrayBuffer(4);
    const place = { folder, config: config.fsPath, roots: readableFolders(config) };
    const request: PredictRequest = { ...place, ...wanted, out: out.fsPath, cancel };
    const summary = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Predicting with ${configName(config)}`,
        cancellable: true,
      },
      (progress, token) => {
        token.onCancellationRequested(() => Atomics.store(new Int32Array(cancel), 0, 1));
        return this.worker().predict(request, (now) => progress.report({ message: progressText(now) }));
      },
    );
    if (summary) {
      await offer(summary, out);
    }
  }
}

async function askData(folder: string, title: string): Promise<Wanted | undefined> {
  const { data } = await readRunConfig(folder);
  const own = (set: Wanted['set'], steps = 0) => Promise.resolve({ data: null, set, steps });
  const items: Item[] = [
    {
      label: 'Validation Set',
      detail: 'What the training did not learn from.',
      ask: () => own('validation'),
    },
    { label: 'Training Set', ask: () => own('training') },
    { label: 'All Data of the Run', ask: () => own('all') },
    ...(data.kind === 'table'
      ? [
          {
            label: 'Validation Set and a Forecast…',
            detail: 'Also the rows behind the end of the data; predictions are fed back.',
            ask: async () => {
              const steps = await askSteps(title);
              return steps === undefined ? undefined : own('validation', steps);
            },
          },
        ]
      : []),
    ...(data.kind === 'task'
      ? []
      : [
          {
            label: 'Another File…',
            detail: 'New data of the same kind, scaled with the statistics of the training.',
            ask: async () => {
              const file = await askNewData(title);
              return file === undefined ? undefined : { data: file, set: null, steps: 0 };
            },
          },
        ]),
  ];
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'What is to be predicted?' });
  return picked?.ask();
}

async function askSteps(title: string): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt: 'Rows to forecast behind the end of the data',
    validateInput: (text) =>
      /^\s*[1-9]\d{0,5}\s*$/.test(text) ? undefined : 'The number of rows is a whole number from 1.',
  });
  return typed === undefined ? undefined : Number(typed);
}

async function askNewData(title: string): Promise<string | undefined> {
  const files = await vscode.workspace.findFiles(dataGlob, undefined, 1000);
  const items = files
    .map((uri) => ({
      label: path.basename(uri.fsPath),
      description: vscode.workspace.asRelativePath(uri),
      uri,
    }))
    .sort((left, right) => left.description.localeCompare(right.description));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'File with new data' });
  return picked?.uri.fsPath;
}

function askFile(config: vscode.Uri, title: string): Thenable<vscode.Uri | undefined> {
  const name = `${configName(config)}-predictions.csv`;
  return vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.file(path.join(path.dirname(config.fsPath), name)),
    filters: { CSV: ['csv'], 'JSON lines': ['jsonl'], NumPy: ['npz'] },
  });
}

function progressText({ doing, done, total }: PredictProgress): string {
  return doing === 'reading'
    ? `reading ${megabytes(done, 1)} of ${megabytes(total, 1)} MB`
    : `${done} of ${plural(total, 'sequence')}`;
}

async function offer({ rows, notes }: PredictSummary, out: vscode.Uri): Promise<void> {
  const show = 'Open File';
  const isText = !out.path.endsWith('.npz');
  const text = [`Wrote ${plural(rows, 'prediction')} to ${out.fsPath}.`, ...notes].join(' ');
  const answer = await vscode.window.showInformationMessage(text, ...(isText ? [show] : []));
  if (answer === show) {
    await vscode.window.showTextDocument(out);
  }
}
