/** The documentation that comes with the extension, as VS Code shows Markdown: formulas included. */
import * as vscode from 'vscode';

/**
 * @param page of docs/
 * @param heading as in a link; none opens the page at its top
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
    // Someone has switched the Markdown extension off.
    await vscode.window.showTextDocument(file);
  }
}
