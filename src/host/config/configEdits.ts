/** Applies a fix of a finding to a config, as an edit that can be undone. */
import * as vscode from 'vscode';
import type { Fix } from '../../analysis/diagnosis/evidence/finding';
import { replacementOf, withEdits } from '../../config/variants';
import { rangeIn } from '../common/configFile';

/** Returns the edit of a fix. Comments and formatting stay; nothing is saved. */
export function editOf(document: vscode.TextDocument, { edits }: Fix): vscode.WorkspaceEdit {
  const text = document.getText();
  const replacement = replacementOf(text, withEdits(text, edits));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeIn(document, replacement), replacement.content);
  return edit;
}

/** Applies a fix and shows the place that it changed. */
export async function applyFix(config: vscode.Uri, fix: Fix): Promise<void> {
  const document = await vscode.workspace.openTextDocument(config);
  const text = document.getText();
  const { offset, content } = replacementOf(text, withEdits(text, fix.edits));
  if (!(await vscode.workspace.applyEdit(editOf(document, fix)))) {
    throw new Error(`${vscode.workspace.asRelativePath(config)} could not be changed.`);
  }
  const range = rangeIn(document, { offset, length: content.length });
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    preserveFocus: true,
    selection: range,
  });
}
