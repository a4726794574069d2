/**
 * Opens the documentation that comes with the extension in the Markdown preview of VS Code, formulas
 * included.
 */
import * as vscode from 'vscode';

/**
 * @param page page of docs/
 * @param heading heading as in a link; if absent, the page opens at its top
 */
export async function explain(
  extension: vscode.Uri,
  page: 'math' | 'diagnosis',
  heading = '',
): Promise<void> {
  const file = vscode.Uri.joinPath(extension, 'docs', `${page}.md`);
  const commands = await vscode.commands.getCommands(true);
  if (commands.includes('markdown.showPreview')) {
    await vscode.commands.executeCommand('markdown.showPreview', file.with({ fragment: heading }));
  } else {
    // The command is missing when the user has disabled the Markdown extension.
    await vscode.window.showTextDocument(file);
  }
}
