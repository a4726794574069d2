/**
 * Quick fixes: replaces a wrong value by the nearest valid one, changes the keys that cause a finding, and
 * tries such a change on a short copy of the training first.
 */
import * as vscode from 'vscode';
import type { Finding } from '../../analysis/diagnosis/evidence/finding';
import { configSelector } from '../common/configFile';
import { fixPlace } from '../common/fixPlace';
import { editOf } from '../config/configEdits';
import type { Comparisons } from '../runs/comparisons';
import type { Mark, Problems } from './problems';

export function registerQuickFixes(problems: Problems, comparisons: Comparisons): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    configSelector,
    {
      provideCodeActions: (document, range) => {
        const marks = problems.marksAt(document, range);
        const offered = byVerdict(fixesOf(marks), document, comparisons);
        return [
          ...marks.flatMap((mark) => replacing(document, mark)),
          ...offered.map((each) => changing(document, each, comparisons)),
          ...offered.map((each) => trying(document, each)),
        ];
      },
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

/** Fix of a finding, with the mark of the finding. */
interface Offered {
  readonly diagnostic: vscode.Diagnostic;
  readonly finding: Finding;
  readonly fix: number;
}

/**
 * Returns the fixes of the marked findings. Findings at one place may suggest the same fix: it is offered
 * once, for the gravest.
 */
function fixesOf(marks: readonly Mark[]): Offered[] {
  const byTitle = new Map<string, Offered>();
  for (const { diagnostic, finding } of marks) {
    finding?.fixes.forEach(({ title }, fix) => {
      if (!byTitle.has(title)) {
        byTitle.set(title, { diagnostic, finding, fix });
      }
    });
  }
  return [...byTitle.values()];
}

/** Compares fixes so that those that helped come first and those that did not help come last. */
function byVerdict(
  offered: readonly Offered[],
  document: vscode.TextDocument,
  comparisons: Comparisons,
): readonly Offered[] {
  const text = document.getText();
  const rank = ({ finding, fix }: Offered) => {
    const verdict = comparisons.outcomeOf(text, finding, fix)?.verdict;
    return verdict === 'helped' ? 0 : verdict === 'didNotHelp' ? 2 : 1;
  };
  return offered.toSorted((one, other) => rank(one) - rank(other));
}

/** Returns the action that applies a fix; its title includes the result if the fix was tried. */
function changing(
  document: vscode.TextDocument,
  { diagnostic, finding, fix }: Offered,
  comparisons: Comparisons,
): vscode.CodeAction {
  const outcome = comparisons.outcomeOf(document.getText(), finding, fix);
  const words = outcome ? ` (${verdictText[outcome.verdict]})` : '';
  const action = actionFor(`${finding.fixes[fix].title}${words}`, diagnostic);
  action.edit = editOf(document, finding.fixes[fix]);
  return action;
}

function trying(document: vscode.TextDocument, { diagnostic, finding, fix }: Offered): vscode.CodeAction {
  const action = actionFor(`Try it: ${finding.fixes[fix].title}`, diagnostic);
  action.command = {
    command: 'unroll.tryFix',
    title: 'Try it',
    arguments: [fixPlace(document.uri, finding, fix)],
  };
  return action;
}

const verdictText = {
  helped: 'helped here',
  didNotHelp: 'did not help here',
  cannotTell: 'tried, cannot tell',
} as const;

function actionFor(title: string, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  return action;
}
