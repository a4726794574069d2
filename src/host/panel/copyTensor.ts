/** Copies a tensor of a run to the clipboard, for Python. */
import * as vscode from 'vscode';
import type { PanelToHost } from '../../protocol/panel';
import { findTensor, tensorCode } from '../../run/files/tensorCode';

/** @param folder folder of the run that the page shows */
export async function copyTensor(
  folder: string,
  { tensor, text }: Extract<PanelToHost, { type: 'copyTensor' }>,
): Promise<void> {
  await vscode.env.clipboard.writeText(text ?? (await codeFor(folder, tensor)));
  const what = text === null ? `Copied code that loads ${tensor.name}` : `Copied ${tensor.name} for NumPy`;
  vscode.window.setStatusBarMessage(`$(check) ${what}`, 10_000);
}

async function codeFor(
  folder: string,
  tensor: Extract<PanelToHost, { type: 'copyTensor' }>['tensor'],
): Promise<string> {
  const stored = await findTensor(folder, tensor);
  const file = vscode.Uri.file(stored.file);
  const workspace = vscode.workspace.getWorkspaceFolder(file);
  return tensorCode(stored, vscode.workspace.asRelativePath(file, false), workspace?.name);
}
