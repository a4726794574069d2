/** Shows the progress of a training in a notification that can cancel it, a status bar item and the log. */
import * as vscode from 'vscode';
import { rangeOf } from '../../config/parse';
import type { RunEvent, RunRecord } from '../../protocol/run';
import { engineText } from '../../run/training/engineText';
import { rangeIn } from '../common/configFile';
import type { Log } from '../common/log';
import type { LiveTraining, Trainings } from './trainings';
import { epochText, loadingText, outcomeText, progressText } from './trainingText';

type Finished = Extract<RunEvent, { event: 'finished' }>;

/** Often enough to look alive, seldom enough to cost nothing. */
const refreshMs = 200;

export function showProgress(trainings: Trainings, log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    trainings.onStart((training) => {
      logTraining(training, log);
      notify(training);
      showInStatusBar(training);
    }),
    trainings.onEnd(({ training, finished }) => announceEnd(training, finished, log)),
  );
}

async function announceEnd(training: LiveTraining, finished: Finished, log: Log): Promise<void> {
  const text = `${training.name}: ${outcomeText(finished)}`;
  if (finished.status !== 'failed') {
    log.channel.info(text);
    vscode.window.setStatusBarMessage(`$(check) ${text}`, 10_000);
    return;
  }
  log.channel.error(finished.stack === undefined ? text : `${text}\n${finished.stack}`);
  const show = finished.key ? 'Show in Config' : 'Show Log';
  const answer = await vscode.window.showErrorMessage(text, show);
  if (answer === 'Show Log') {
    log.channel.show();
  } else if (answer && finished.key) {
    const document = await vscode.workspace.openTextDocument(training.config);
    const selection = rangeIn(document, rangeOf(document.getText(), finished.key));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection });
  }
}

function notify(training: LiveTraining): void {
  let shown = 0;
  vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Training ${training.name}`,
      cancellable: true,
    },
    (progress, token) => {
      token.onCancellationRequested(() => {
        progress.report({ message: 'cancelling' });
        training.cancel();
      });
      const every = seldom();
      training.onEvent((event) => {
        const now = textOf(training, event);
        if (now && every()) {
          const share = (100 * (training.run?.record.steps ?? 0)) / (training.run?.record.plannedSteps || 1);
          progress.report({ message: now, increment: Math.max(0, share - shown) });
          shown = Math.max(shown, share);
        }
      });
      return training.finished;
    },
  );
}

function showInStatusBar(training: LiveTraining): void {
  const item = vscode.window.createStatusBarItem('unroll.training', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Unroll Training';
  item.text = `$(sync~spin) ${training.name}`;
  item.command = { command: 'unroll.openPanel', title: 'Open Panel', arguments: [training.config] };
  const cancel = `command:unroll.cancel?${encodeURIComponent(JSON.stringify([training.config]))}`;
  item.tooltip = new vscode.MarkdownString(
    `Training ${training.name}. Click to open its panel.\n\n[Cancel Training](${cancel})`,
  );
  item.tooltip.isTrusted = { enabledCommands: ['unroll.cancel'] };
  item.show();
  const every = seldom();
  training.onEvent((event) => {
    const now = textOf(training, event);
    if (now && every()) {
      item.text = `$(sync~spin) ${training.name}: ${now}`;
    }
  });
  training.finished.finally(() => item.dispose());
}

function logTraining(training: LiveTraining, log: Log): void {
  log.channel.info(`${training.name}: training starts`);
  const soon = seldom(20); // every epoch, unless there are hundreds per second
  training.onEvent((event) => {
    if (event.event === 'started') {
      log.channel.info(`${training.name}: run folder ${event.run}`);
      log.channel.info(
        `${training.name}: ${event.record.parameters} parameters, ${event.record.plannedSteps} updates planned, seed ${event.record.seed}, ${event.record.baseline.name} ${event.record.baseline.loss}`,
      );
      const engine = engineText(event.record);
      if (engine !== undefined) {
        log.channel.info(`${training.name}: ${engine}`);
      }
      for (const note of event.record.notes) {
        log.channel.warn(`${training.name}: ${note}`);
      }
    } else if (event.event === 'epoch' && training.run && (soon() || isLast(training.run.record, event))) {
      log.channel.info(`${training.name}: ${epochText(training.run.record, event)}`);
    }
  });
}

function isLast(record: RunRecord, { epoch }: { readonly epoch: number }): boolean {
  return epoch === record.plannedEpochs;
}

function textOf(training: LiveTraining, event: RunEvent): string | undefined {
  if (event.event === 'loading') {
    return loadingText(event);
  }
  return training.run && (event.event === 'step' || event.event === 'epoch')
    ? progressText(training.run.record, event)
    : undefined;
}

/** @returns a function that returns true at most once in `ms` milliseconds */
function seldom(ms = refreshMs): () => boolean {
  let last = 0;
  return () => {
    const now = Date.now();
    if (now - last < ms) {
      return false;
    }
    last = now;
    return true;
  };
}
