/**
 * Quick fixes: puts the nearest right value where a wrong one stands, changes what a finding hangs on, and tries such a change on a short
 * copy of the training first.
 */
import * as vscode from 'vscode';
import type { Finding } from '../analysis/diagnosis/finding';
import type { Comparisons } from './comparisons';
import { editOf } from './configEdits';
import { configSelector } from './configFile';
import { fixPlace } from './fixPlace';
import type { Mark, Problems } from './problems';

export function registerQuickFixes(problems: Problems, comparisons: Comparisons): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    configSelector,
    {
      provideCodeActions: (document, range) =>
        problems.marksAt(document, range).flatMap((mark) => {
          const { finding } = mark;
          return finding === undefined
            ? replacing(document, mark)
            : findingActions(document, mark, finding, comparisons);
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function replacing(document: vscode.TextDocument, { diagnostic, replacement }: Mark): vscode.CodeAction[] {
  if (replacement === undefined) {
    return [];
  }
  const action = actionFor(`Change to ${replacement}`, diagnostic);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, diagnostic.range, replacement);
  action.isPreferred = true;
  return [action];
}

/** First the changes, then what tries them; a change that was tried says what came of it. */
function findingActions(
  document: vscode.TextDocument,
  { diagnostic }: Mark,
  finding: Finding,
  comparisons: Comparisons,
): vscode.CodeAction[] {
  const text = document.getText();
  const changes = finding.fixes.map((fix, f) => {
    const outcome = comparisons.outcomeOf(text, finding, f);
    const action = actionFor(
      `${fix.title}${outcome ? ` (${verdictWords[outcome.verdict]})` : ''}`,
      diagnostic,
    );
    action.edit = editOf(document, fix);
    return action;
  });
  const trials = finding.fixes.map(({ title }, f) => {
    const action = actionFor(`Try it: ${title}`, diagnostic);
    action.command = {
      command: 'unroll.tryFix',
      title: 'Try it',
      arguments: [fixPlace(document.uri, finding, f)],
    };
    return action;
  });
  return [...changes, ...trials];
}

const verdictWords = {
  helped: 'helped here',
  didNotHelp: 'did not help here',
  cannotTell: 'tried, cannot tell',
} as const;

function actionFor(title: string, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  return action;
}
