/** The documentation that comes with the extension, in VS Code's own Markdown preview, which sets formulas too. */
import * as vscode from 'vscode';

export type Page = 'math' | 'diagnosis';

/** @param heading as in a link to it; none opens the page at its start */
export async function openDocumentation(extension: vscode.Uri, page: Page, heading = ''): Promise<void> {
  const file = vscode.Uri.joinPath(extension, 'docs', `${page}.md`);
  await vscode.commands.executeCommand('markdown.showPreview', file.with({ fragment: heading }));
}
