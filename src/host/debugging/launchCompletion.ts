/**
 * Completes the values of a debug configuration in a `launch.json`, in addition to the completion by its
 * schema.
 */
import * as vscode from 'vscode';
import { launchGlob, rangeIn } from '../common/configFile';
import type { Log } from '../common/log';
import type { Runs } from '../runs/runs';
import { launchChoices } from './launchChoices';
import { launchPlace } from './launchPlace';

const selector: vscode.DocumentSelector = {
  language: 'jsonc',
  scheme: 'file',
  pattern: launchGlob,
};

const kinds: Readonly<Record<string, vscode.CompletionItemKind>> = {
  config: vscode.CompletionItemKind.File,
  run: vscode.CompletionItemKind.Folder,
  checkpoint: vscode.CompletionItemKind.File,
};

/** @param type type of the debug configurations that are completed */
export function registerLaunchCompletion(type: string, runs: Runs, log: Log): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    selector,
    {
      async provideCompletionItems(document, position) {
        const folder = vscode.workspace.getWorkspaceFolder(document.uri);
        const place = launchPlace(document.getText(), document.offsetAt(position), type);
        if (!folder || !place) {
          return [];
        }
        try {
          const choices = await launchChoices(place.key, place.launch, folder, runs);
          const range = rangeIn(document, place.value);
          return choices.map(({ value, detail }, order) => {
            const text = JSON.stringify(value);
            const kind = kinds[place.key] ?? vscode.CompletionItemKind.Value;
            const item = new vscode.CompletionItem({ label: String(value), description: detail }, kind);
            return Object.assign(item, {
              insertText: text,
              filterText: text,
              range,
              sortText: String(order).padStart(6, '0'),
            });
          });
        } catch (error) {
          log.failure(`completing "${place.key}" of ${document.uri.fsPath}`, error);
          return []; // the user may not have asked for the list, so the error is only logged
        }
      },
    },
    '"',
    '/',
    ':',
  );
}
