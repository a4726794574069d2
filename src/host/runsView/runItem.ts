/** Lines of the list as VS Code draws them: icon, name, description and the command of a click. */
import path from 'node:path';
import * as vscode from 'vscode';
import { plural } from '../../notation/numbers';
import type { RunStatus } from '../../protocol/run';
import type { RunSummary } from '../../run/files/runSummary';
import type { ConfigNode, MoreNode, RunNode } from './node';
import { runDescription, runSpoken } from './runText';
import type { KnownRun } from './summaries';

const icons: Readonly<Record<RunStatus, readonly [icon: string, colour: string]>> = {
  running: ['sync~spin', 'charts.blue'],
  completed: ['pass', 'testing.iconPassed'],
  stoppedEarly: ['pass-filled', 'testing.iconPassed'],
  cancelled: ['circle-slash', 'descriptionForeground'],
  failed: ['error', 'testing.iconFailed'],
  interrupted: ['debug-disconnect', 'list.warningForeground'],
};

/** @param place shown beside the name if several configs have that name */
export function configItem(
  { root, name, config, count }: ConfigNode,
  { expanded, place }: { readonly expanded: boolean; readonly place: string | undefined },
): vscode.TreeItem {
  const item = new vscode.TreeItem(
    name,
    expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = `config ${config.fsPath}`;
  item.description = [place ?? '', plural(count, 'run')].filter((part) => part !== '').join(' · ');
  item.tooltip = path.join(root, '.unroll', name);
  item.contextValue = 'config';
  item.accessibilityInformation = {
    label: [`config ${name}`, ...(place === undefined ? [] : [`in ${place}`]), plural(count, 'run')].join(
      ', ',
    ),
    role: 'treeitem',
  };
  return item;
}

/**
 * @param known undefined if the run was not read yet
 * @param live whether the run trains in this window, so that it can be cancelled
 */
export function runItem(
  node: RunNode,
  name: string,
  known: KnownRun | undefined,
  live: boolean,
): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = `run ${node.folder}`;
  // The command opens the selected run: an argument would belong to the item, which may be refreshed under
  // the mouse.
  item.command = { command: 'unroll.runs.open', title: 'Open Run' };
  if (known === undefined) {
    item.iconPath = new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('descriptionForeground'));
    item.contextValue = 'run';
    item.accessibilityInformation = { label: `${name}, being read`, role: 'treeitem' };
  } else if ('problem' in known) {
    item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground'));
    item.description = 'cannot be read';
    item.tooltip = known.problem;
    item.contextValue = 'run unreadable';
    item.accessibilityInformation = { label: `${name}, cannot be read: ${known.problem}`, role: 'treeitem' };
  } else {
    dress(item, name, known.summary, live);
  }
  return item;
}

/** @param page number of runs that a click adds */
export function moreItem({ of, hidden }: MoreNode, page: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`Show ${Math.min(hidden, page)} more`);
  item.id = `more ${of.config.fsPath}`;
  item.description = hidden > page ? `of ${plural(hidden, 'older run')}` : '';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = { command: 'unroll.runs.showMore', title: 'Show More Runs' };
  return item;
}

function dress(item: vscode.TreeItem, name: string, summary: RunSummary, live: boolean): void {
  const { status } = summary.record;
  const [icon, colour] = icons[status];
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
  item.description = runDescription(summary);
  item.contextValue = live ? 'run live' : status === 'running' ? 'run running' : 'run ended';
  item.accessibilityInformation = { label: runSpoken(name, summary), role: 'treeitem' };
}
