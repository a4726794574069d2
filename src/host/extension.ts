/**
 * Entry point of the extension. Little happens here: the code that does the work (dist/workbench.js) is
 * loaded with the first config, command or panel, or when the list of runs becomes visible, and the engine
 * only in a worker, with the first training or spectrum.
 *
 * It is activated by the first JSONC document, because problems, lenses and hovers are wanted wherever a
 * config is open, also in a folder where it is the first; by the first data file, whose rows can be probed if
 * there are configs; and by the debugger. The activation event `workspaceContains` would search every
 * workspace at its start and miss a config that is made later.
 *
 * It works in Restricted Mode too: a config is data that is checked, training reads only data files inside
 * the workspace and writes only `.unroll` (an export goes where the user wants it), and nothing from the
 * workspace is run.
 */
import * as vscode from 'vscode';
import { commandNames } from './common/command';
import { configGlob, isConfig, isDataFile, isLaunchFile } from './common/configFile';
import { LazyTree } from './runsView/lazyTree';
import type { RunsNode } from './runsView/node';
import type { RunsView } from './runsView/runsView';
import type { Workbench } from './workbench';

export const panelType = 'unroll.panel';

let workbench: Promise<Workbench> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const tree = new LazyTree<RunsNode>(async () => (await load()).runsView.tree);
  const runsView = vscode.window.createTreeView('unroll.runs', {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const load = (): Promise<Workbench> => {
    workbench ??= import('./workbench').then(({ Workbench }) => new Workbench(context, panelType, runsView));
    return workbench;
  };
  const loadFor = async ({ uri }: vscode.TextDocument) => {
    if (isConfig(uri) || (!workbench && (isDataFile(uri) || isLaunchFile(uri)) && (await hasConfigs()))) {
      load();
    }
  };
  /** Menus of the list give the line that was clicked, and all that are selected. */
  const ofRuns = (
    name: string,
    run: (view: RunsView, node: unknown, second: unknown) => Promise<void> | void,
  ) =>
    vscode.commands.registerCommand(`unroll.runs.${name}`, async (node: unknown, second: unknown) =>
      run((await load()).runsView, node, second),
    );
  context.subscriptions.push(
    tree,
    runsView,
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(`unroll.${name}`, async (argument: unknown) =>
        (await load()).commands[name](argument),
      ),
    ),
    ofRuns('open', (view, node) => view.open(node)),
    ofRuns('rename', (view, node, title) => view.rename(node, title)),
    ofRuns('delete', (view, node, all) => view.remove(node, all)),
    ofRuns('restore', (view) => view.restore()),
    ofRuns('compare', (view, node, all) => view.compare(node, all)),
    ofRuns('predict', (view, node) => view.predict(node)),
    ofRuns('exportModel', (view, node) => view.exportModel(node)),
    ofRuns('export', (view, node, all) => view.export(node, all)),
    ofRuns('reveal', (view, node) => view.reveal(node, 'explorer')),
    ofRuns('revealInSystem', (view, node) => view.reveal(node, 'system')),
    ofRuns('debug', (view, node) => view.debug(node)),
    ofRuns('copyPath', (view, node, all) => view.copyPath(node, all)),
    ofRuns('cancel', (view, node) => view.cancel(node)),
    ofRuns('openConfig', (view, node) => view.openConfig(node)),
    ofRuns('showMore', (view, node) => view.showMore(node)),
    ofRuns('refresh', (view) => view.refresh()),
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await load()).panels.restore(panel, state),
    }),
    // Registered whatever is open: with a `launch.json` the debugger may be started before any config is
    // opened.
    vscode.debug.registerDebugConfigurationProvider('unroll', {
      resolveDebugConfiguration: async (_folder, given) => (await load()).debugging.resolve(given),
    }),
    vscode.debug.registerDebugConfigurationProvider(
      'unroll',
      { provideDebugConfigurations: async (folder) => (await load()).debugging.launches(folder) },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.workspace.onDidOpenTextDocument(loadFor),
  );
  vscode.workspace.textDocuments.forEach(loadFor);
}

async function hasConfigs(): Promise<boolean> {
  return (await vscode.workspace.findFiles(configGlob, undefined, 1)).length > 0;
}

/** Ends all trainings and waits until no worker thread is left. */
export async function deactivate(): Promise<void> {
  await (await workbench)?.dispose();
  workbench = undefined;
}
