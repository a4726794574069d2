/** Lens line of a config: commands to train and to inspect gradients, and the result of the last run. */
import * as vscode from 'vscode';
import { rangeOf } from '../../config/parse';
import { configSelector, isConfig, rangeIn } from '../common/configFile';
import type { Runs } from '../runs/runs';
import type { Trainings } from '../runs/trainings';
import { lastRunText } from '../runs/trainingText';

export function registerLenses(trainings: Trainings, runs: Runs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const clock = setInterval(() => {
    if (vscode.window.visibleTextEditors.some(({ document }) => isConfig(document.uri))) {
      changed.fire(); // so that "2 minutes ago" stays current
    }
  }, 60_000);
  return vscode.Disposable.from(
    changed,
    new vscode.Disposable(() => clearInterval(clock)),
    trainings.onStart(() => changed.fire()),
    trainings.onEnd(() => changed.fire()),
    runs.onChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(configSelector, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document) {
        const range = rangeIn(document, { ...rangeOf(document.getText(), []), length: 0 });
        const lens = (title: string, command: string) =>
          new vscode.CodeLens(range, { title, command, arguments: [document.uri] });
        const running = trainings.of(document.uri) !== undefined;
        const last = running ? undefined : await runs.latest(document.uri);
        return [
          running ? lens('$(debug-stop) Cancel', 'unroll.cancel') : lens('$(play) Train', 'unroll.train'),
          lens('$(pulse) Inspect gradients', 'unroll.inspectGradients'),
          lens('$(graph-line) Compare cells', 'unroll.compareCells'),
          ...(last
            ? [lens(lastRunText(last.record, last.config.model.cell, new Date()), 'unroll.openPanel')]
            : []),
        ];
      },
    }),
  );
}
