/**
 * The lens at the cursor's line of a data file that a run has read: looks at the sequence that the line is a
 * part of.
 */
import * as vscode from 'vscode';
import { dataSelector, isDataFile } from '../common/configFile';
import { rowPlace } from '../common/rowPlace';
import type { DataReaders } from '../runs/dataReaders';

export function registerRowLens(readers: DataReaders): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  /** Line of the cursor when it was looked at last: within a line the lens stays as it is. */
  let at = '';
  return vscode.Disposable.from(
    changed,
    readers.onChange(() => changed.fire()),
    vscode.window.onDidChangeActiveTextEditor(() => changed.fire()),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document, selection } }) => {
      const now = `${document.uri} ${selection.active.line}`;
      if (isDataFile(document.uri) && now !== at) {
        at = now;
        changed.fire();
      }
    }),
    vscode.languages.registerCodeLensProvider(dataSelector, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document) {
        const editor = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].find(
          (one) => one?.document === document,
        );
        // The lines of unsaved text are not those of the file that was read.
        if (!editor || document.isDirty) {
          return [];
        }
        const [newest] = await readers.of(document.uri);
        if (!newest) {
          return [];
        }
        const { line } = editor.selection.active;
        const title = newest.run.config.data.kind === 'table' ? 'Probe this row' : 'Probe this line';
        return [
          new vscode.CodeLens(document.lineAt(line).range, {
            title: `$(search) ${title}`,
            tooltip: 'Shows in the panel what the model does with the sequence that this line is a part of',
            command: 'unroll.probeRow',
            arguments: [rowPlace(document.uri, line)],
          }),
          new vscode.CodeLens(document.lineAt(line).range, {
            title: '$(debug-alt) Debug this sequence',
            tooltip: 'Steps through the sequence that this line is a part of, forwards and backwards',
            command: 'unroll.debugRow',
            arguments: [rowPlace(document.uri, line)],
          }),
        ];
      },
    }),
  );
}
