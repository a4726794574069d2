/**
 * Where VS Code starts the extension. Next to nothing happens here: what does the work (dist/workbench.js) is loaded
 * with the first config, command or panel, and the engine only in a worker, with the first training or spectrum.
 *
 * It is activated by the first JSONC document: problems, lenses and hovers are wanted wherever a config is open, also in
 * a folder where it is the first. Looking for configs instead (`workspaceContains`) would search every workspace at its
 * start and miss a config made later.
 *
 * It works in Restricted Mode too: a config is data that is checked, training reads only data files inside the
 * workspace and writes only `.unroll`, and nothing from the workspace is run.
 */
import * as vscode from 'vscode';
import { isConfig } from './configFile';
import type { Workbench } from './workbench';

export const panelType = 'unroll.panel';

let workbench: Promise<Workbench> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const load = () => {
    workbench ??= import('./workbench').then(({ Workbench }) => new Workbench(context, panelType));
    return workbench;
  };
  const loadFor = (document: vscode.TextDocument) => {
    if (isConfig(document.uri)) {
      load();
    }
  };
  const command = (name: string, run: (workbench: Workbench, argument: unknown) => Promise<void>) =>
    vscode.commands.registerCommand(name, async (argument: unknown) => run(await load(), argument));
  context.subscriptions.push(
    command('unroll.train', ({ commands }, argument) => commands.train(argument)),
    command('unroll.newConfig', ({ commands }, argument) => commands.newConfig(argument)),
    command('unroll.cancel', ({ commands }, argument) => commands.cancel(argument)),
    command('unroll.inspectGradients', ({ commands }, argument) => commands.inspectGradients(argument)),
    command('unroll.openPanel', ({ commands }, argument) => commands.openPanel(argument)),
    command('unroll.compareCells', ({ commands }, argument) => commands.compareCells(argument)),
    // Those of problems and hovers, which the palette does not list.
    command('unroll.tryFix', ({ commands }, argument) => commands.tryFix(argument)),
    command('unroll.explain', ({ commands }, argument) => commands.explain(argument)),
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await load()).panels.restore(panel, state),
    }),
    vscode.workspace.onDidOpenTextDocument(loadFor),
  );
  vscode.workspace.textDocuments.forEach(loadFor);
}

/** Ends all trainings, and waits until no worker thread is left. */
export async function deactivate(): Promise<void> {
  await (await workbench)?.dispose();
  workbench = undefined;
}
