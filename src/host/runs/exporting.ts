/** Exports of a run's model for other programs: asks for the format and the place, and offers to show the result. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelExport } from '../../protocol/worker';
import type { RunWorker } from '../../run/client/client';
import { configName, readableFolders } from '../common/configFile';

interface Item extends vscode.QuickPickItem {
  readonly to: ModelExport['to'];
  readonly states: boolean;
}

const items: readonly Item[] = [
  {
    label: 'ONNX',
    detail: 'A file for ONNX Runtime and others, with the scaling of the data inside.',
    to: 'onnx',
    states: false,
  },
  {
    label: 'ONNX with States',
    detail: 'The same, with the states as inputs and outputs, to read a sequence in parts, as it comes.',
    to: 'onnx',
    states: true,
  },
  {
    label: 'PyTorch',
    detail: 'A folder with model.py, its weights, and a script that predicts a file.',
    to: 'pytorch',
    states: false,
  },
];

export class Exporting {
  constructor(private readonly worker: () => RunWorker) {}

  /**
   * @param folder absolute folder of the run
   * @throws with one line where the run has no model yet, or nothing can be written
   */
  async exportModel(config: vscode.Uri, folder: string, title: string): Promise<void> {
    const placeHolder = 'For what is the model to be exported?';
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder });
    const out = picked && (await askPlace(config, picked.to, title));
    if (!picked || !out) {
      return;
    }
    const { to, states } = picked;
    const place = { folder, config: config.fsPath, roots: readableFolders(config) };
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Exporting ${configName(config)}` },
      () => this.worker().exportModel({ ...place, to, states, out: out.fsPath }),
    );
    await offer(to, out);
  }
}

async function askPlace(
  config: vscode.Uri,
  to: ModelExport['to'],
  title: string,
): Promise<vscode.Uri | undefined> {
  const name = configName(config);
  const beside = (file: string) => vscode.Uri.file(path.join(path.dirname(config.fsPath), file));
  if (to === 'onnx') {
    return vscode.window.showSaveDialog({
      title,
      defaultUri: beside(`${name}.onnx`),
      filters: { ONNX: ['onnx'] },
    });
  }
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: 'Export Here',
    defaultUri: vscode.Uri.file(path.dirname(config.fsPath)),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0] && vscode.Uri.joinPath(chosen[0], `${name}-pytorch`);
}

async function offer(to: ModelExport['to'], out: vscode.Uri): Promise<void> {
  const show = to === 'onnx' ? 'Show File' : 'Open model.py';
  const answer = await vscode.window.showInformationMessage(`Exported the model to ${out.fsPath}.`, show);
  if (answer !== show) {
    return;
  }
  if (to === 'onnx') {
    await vscode.commands.executeCommand('revealFileInOS', out);
  } else {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(out, 'model.py'));
  }
}
