/**
 * All panels, one for each config: opens them, finds the active one and restores them after a window reload.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { PanelView } from '../../protocol/panel';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import { configIn, configName } from '../common/configFile';
import { Panel } from './panel';
import { resourceRoots } from './panelHtml';
import type { PanelServices } from './panelServices';

/** Storage key of the open panels' configs, for panels that have no run from which the config is known. */
const rememberedKey = 'panels';

export class Panels implements vscode.Disposable {
  private readonly panels = new Map<string, Panel>();
  private readonly remembered: Set<string>;

  constructor(
    private readonly services: PanelServices,
    private readonly memory: vscode.Memento,
  ) {
    this.remembered = new Set(memory.get<readonly string[]>(rememberedKey, []));
  }

  /** Config of the panel that has the focus. */
  get active(): vscode.Uri | undefined {
    return [...this.panels.values()].find((panel) => panel.active)?.config;
  }

  /**
   * Opens or reveals the panel of a config, beside the editor and without taking the focus.
   * @param folder folder of the run to show; if absent, the run that the panel shows, or the latest
   */
  show(config: vscode.Uri, view?: PanelView, folder?: string): void {
    const open = this.panels.get(config.toString());
    if (open) {
      open.reveal(view, folder);
      return;
    }
    const { extension, panelType } = this.services;
    const webview = vscode.window.createWebviewPanel(
      panelType,
      titleOf(config),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: resourceRoots(extension) },
    );
    this.add(webview, config, view, folder);
  }

  /** Shows a sequence of the run that the config's panel shows, or of the latest. */
  pick(config: vscode.Uri, query: SequenceQuery): void {
    this.show(config, 'states');
    this.panels.get(config.toString())?.pick(query);
  }

  /**
   * Makes the editor that is opened next appear beside the config's panel if it would take the panel's place:
   * in another editor group, or in a new one to the left.
   */
  async makeRoomBeside(config: vscode.Uri): Promise<void> {
    const column = this.panels.get(config.toString())?.visibleColumn;
    const { activeTabGroup, all } = vscode.window.tabGroups;
    if (column === undefined || column !== activeTabGroup.viewColumn) {
      return;
    }
    const other = all.find(({ viewColumn }) => viewColumn !== column);
    await vscode.commands.executeCommand(
      other === undefined ? 'workbench.action.newGroupLeft' : focusGroup[other.viewColumn - 1],
    );
  }

  /**
   * Updates the config's panel, because the place of its debugger, or what was changed in it, is different
   * now.
   */
  debugged(config: vscode.Uri): void {
    this.panels.get(config.toString())?.debugged.send();
  }

  /**
   * Restores a panel that was open before a window reload.
   * @param state state that its page has stored; `folder` is the run that it showed
   */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    const config = configOfRun(state) ?? this.configOfTitle(webview.title);
    if (!config || this.panels.has(config.toString())) {
      webview.dispose();
      return;
    }
    webview.webview.options = {
      enableScripts: true,
      localResourceRoots: resourceRoots(this.services.extension),
    };
    this.add(webview, config);
  }

  /** Ends the work of all panels. The tabs stay open: they are restored with the window. */
  dispose(): void {
    for (const panel of this.panels.values()) {
      panel.dispose();
    }
  }

  private add(webview: vscode.WebviewPanel, config: vscode.Uri, view?: PanelView, folder?: string): void {
    const { extension } = this.services;
    webview.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'panel-dark.svg'),
    };
    const panel = new Panel(webview, config, this.services, view);
    if (folder !== undefined) {
      panel.reveal(view, folder);
    }
    this.panels.set(config.toString(), panel);
    this.remembered.add(config.toString());
    this.remember();
    webview.onDidDispose(() => {
      panel.dispose();
      this.panels.delete(config.toString());
      this.remembered.delete(config.toString());
      this.remember();
    });
  }

  private remember(): void {
    this.memory.update(rememberedKey, [...this.remembered]);
  }

  private configOfTitle(title: string): vscode.Uri | undefined {
    return [...this.remembered]
      .map((text) => vscode.Uri.parse(text))
      .find((uri) => titleOf(uri) === title && !this.panels.has(uri.toString()));
  }
}

/** Commands that focus an editor group, by view column; VS Code has no command for further groups. */
const focusGroup = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'].map(
  (which) => `workbench.action.focus${which}EditorGroup`,
);

function titleOf(config: vscode.Uri): string {
  return `Unroll: ${configName(config)}`;
}

/**
 * Returns the config of the run in a page's state: a run of `weather.unroll.json` is in
 * `.unroll/weather/<run>` beside it.
 */
function configOfRun(state: unknown): vscode.Uri | undefined {
  if (typeof state !== 'object' || state === null || !('folder' in state)) {
    return undefined;
  }
  const { folder } = state;
  if (typeof folder !== 'string' || path.basename(path.dirname(path.dirname(folder))) !== '.unroll') {
    return undefined;
  }
  return configIn(path.resolve(folder, '..', '..', '..'), path.basename(path.dirname(folder)));
}
