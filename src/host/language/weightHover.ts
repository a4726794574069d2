/** Hovers on `cell`, `layers` and `init` of a config: eigenvalues of the latest run's recurrent weights. */
import * as vscode from 'vscode';
import { pathAt, rangeOf } from '../../config/parse';
import { configSelector, rangeIn } from '../common/configFile';
import type { Log } from '../common/log';
import type { Runs } from '../runs/runs';
import type { Spectra } from '../runs/spectra';
import { tooLarge, weightText } from './weightText';

const keys = ['cell', 'layers', 'init'];

export function registerWeightHover(runs: Runs, spectra: Spectra, log: Log): vscode.Disposable {
  return vscode.languages.registerHoverProvider(configSelector, {
    async provideHover(document, position, token) {
      const text = document.getText();
      const [section, key, ...rest] = pathAt(text, document.offsetAt(position));
      if (section !== 'model' || typeof key !== 'string' || !keys.includes(key)) {
        return undefined;
      }
      const run = await runs.latest(document.uri);
      if (!run || token.isCancellationRequested) {
        return undefined;
      }
      const range = rangeIn(document, rangeOf(text, [section, key, ...rest]));
      const large = tooLarge(run.config);
      if (large) {
        return new vscode.Hover(new vscode.MarkdownString(large), range);
      }
      try {
        const found = await unlessCancelled(spectra.of(run.folder, 'all'), token);
        return found && new vscode.Hover(new vscode.MarkdownString(weightText(run, found, isDark())), range);
      } catch (error) {
        log.failure(`the spectra of ${run.folder}`, error);
        return undefined; // a hover is no place for an error message, so the error is only logged
      }
    },
  });
}

/** Resolves with the answer, or with undefined on cancellation; the work itself continues and is cached. */
async function unlessCancelled<T>(
  answer: Promise<T>,
  token: vscode.CancellationToken,
): Promise<T | undefined> {
  let subscription: vscode.Disposable | undefined;
  const cancelled = new Promise<undefined>((resolve) => {
    subscription = token.onCancellationRequested(() => resolve(undefined));
  });
  try {
    return await Promise.race([answer, cancelled]);
  } finally {
    subscription?.dispose();
  }
}

function isDark(): boolean {
  const { kind } = vscode.window.activeColorTheme;
  return kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
}
