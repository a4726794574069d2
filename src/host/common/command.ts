/** Commands of the palette, the menus and the lenses: their names, and what their actions have in common. */
import * as vscode from 'vscode';
import { attempt } from './attempt';
import type { Log } from './log';

/**
 * Each is registered as `unroll.<name>`. Names of problems, hovers and lenses, which the palette does not
 * list, come last.
 */
export const commandNames = [
  'train',
  'newConfig',
  'cancel',
  'inspectGradients',
  'openPanel',
  'compareCells',
  'predict',
  'exportModel',
  'probeSequence',
  'trainTask',
  'tryFix',
  'probeRow',
  'debugRow',
  'explain',
] as const;

export type CommandName = (typeof commandNames)[number];
/** Does a command; its argument comes from a menu, a lens or a link, and may be anything. */
export type Command = (argument: unknown) => Promise<void>;
export type Commands<Name extends CommandName = CommandName> = Readonly<Record<Name, Command>>;

/** The services with which the commands of every room are made. */
export class CommandMaker {
  /** @param activeConfig the config of the active panel */
  constructor(
    private readonly activeConfig: () => vscode.Uri | undefined,
    private readonly log: Log,
  ) {}

  /** @param title names the command in its questions and errors */
  command(title: string, action: (argument: unknown, title: string) => Promise<void>): Command {
    return (argument) => attempt(title, this.log, () => action(argument, title));
  }

  /**
   * The argument (a menu's resource, a lens' config), else the active panel's config, else the active tab's
   * file.
   */
  target(argument: unknown): vscode.Uri | undefined {
    if (argument instanceof vscode.Uri) {
      return argument;
    }
    if (isUriLike(argument)) {
      return vscode.Uri.from(argument); // a command link carries its arguments as JSON
    }
    return this.activeConfig() ?? vscode.window.activeTextEditor?.document.uri ?? fileOfActiveTab();
  }
}

/** A data file may be open in a table editor, which is no text editor. */
function fileOfActiveTab(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

function isUriLike(value: unknown): value is { scheme: string; path: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'scheme' in value &&
    typeof value.scheme === 'string' &&
    'path' in value &&
    typeof value.path === 'string'
  );
}
