/** Quick fixes: puts the nearest right value where a wrong one stands. */
import * as vscode from 'vscode';
import { configSelector } from './configFile';
import type { Problems } from './problems';

export function registerQuickFixes(problems: Problems): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    configSelector,
    {
      provideCodeActions: (document, range) =>
        problems.fixesAt(document, range).map(({ diagnostic, replacement }) => {
          const action = new vscode.CodeAction(`Change to ${replacement}`, vscode.CodeActionKind.QuickFix);
          action.edit = new vscode.WorkspaceEdit();
          action.edit.replace(document.uri, diagnostic.range, replacement);
          action.diagnostics = [diagnostic];
          action.isPreferred = true;
          return action;
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
