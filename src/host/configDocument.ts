/** The config as the editor has it: what the panel's form shows of it, and how the form changes it. */
import * as vscode from 'vscode';
import { editConfig } from '../config/edit';
import { formFields } from '../config/form';
import { parseConfig, rangeOf } from '../config/parse';
import type { HostToPanel, PanelToHost } from '../protocol';
import { rangeIn } from './configFile';

/** The form of a config, with the first problem that belongs to none of its fields. */
export async function formOf(config: vscode.Uri): Promise<HostToPanel> {
  const document = await vscode.workspace.openTextDocument(config);
  const text = document.getText();
  const fields = formFields(text);
  const shown = new Set(fields.map(({ path }) => path.join('.')));
  const problem = parseConfig(text).problems.find(
    ({ path, severity }) => severity === 'error' && !shown.has(path.join('.')),
  );
  const file = vscode.workspace.asRelativePath(config);
  return problem
    ? {
        type: 'form',
        file,
        fields,
        problem: `Line ${rangeIn(document, problem).start.line + 1}: ${problem.message}`,
      }
    : { type: 'form', file, fields };
}

/**
 * Changes one key in the config's document, as an edit that can be undone; comments and formatting stay. It is not saved:
 * training does that.
 * @param value null removes the key
 */
export async function applyEdit(
  config: vscode.Uri,
  path: readonly string[],
  value: Extract<PanelToHost, { type: 'edit' }>['value'],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(config);
  const edit = new vscode.WorkspaceEdit();
  for (const change of editConfig(document.getText(), path, value)) {
    edit.replace(config, rangeIn(document, change), change.content);
  }
  if (edit.size > 0 && !(await vscode.workspace.applyEdit(edit))) {
    throw new Error(`${vscode.workspace.asRelativePath(config)} could not be changed.`);
  }
}

/** Puts the cursor where a key stands, or the nearest parent that does. */
export async function showKey(config: vscode.Uri, key: readonly string[]): Promise<void> {
  const document = await vscode.workspace.openTextDocument(config);
  const { start } = rangeIn(document, rangeOf(document.getText(), key));
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(start, start),
  });
}
