/** Compares runs of the list in a panel. */
import * as vscode from 'vscode';
import type { Panels } from '../panel/panels';
import type { Comparisons } from '../runs/comparisons';
import { comparedLabels } from './comparedLabels';
import type { LiveRuns } from './liveRuns';
import { configOfRun, type RunNode } from './node';
import { pickRun, RunComparison } from './runComparison';
import { runDescription } from './runText';
import type { RunTree } from './runTree';

const title = 'Compare Runs';
/** Largest number of runs that colour and dash can distinguish. */
const most = 12;

export interface ComparingRuns {
  readonly tree: RunTree;
  readonly live: LiveRuns;
  readonly comparisons: Comparisons;
  readonly panels: Panels;
}

/** Compares the selected runs; if fewer than two are selected, asks for the others. */
export async function compareRuns(services: ComparingRuns, selected: readonly RunNode[]): Promise<void> {
  const nodes = selected.length > 1 ? selected : await askWhich(services.tree, selected.at(0));
  if (!nodes || nodes.length < 2) {
    return;
  }
  if (nodes.length > most) {
    throw new Error(
      `${nodes.length} runs are selected; more than ${most} cannot be distinguished in one figure`,
    );
  }
  const runs = await Promise.all(
    nodes.map(async (node) => {
      const picked = await pickRun(node.folder, '', services.live.trainingOf(node.folder));
      return { ...picked, name: services.tree.nameOf(node) };
    }),
  );
  const labels = comparedLabels(runs.map(({ stored, name }) => ({ ...stored, name })));
  const labelled = runs.map((run, r) => ({ ...run, label: labels[r] }));
  const { config } = nodes[0].of;
  services.comparisons.present(
    config,
    labelled.map(({ stored }) => stored.metrics),
    (id, listener) => new RunComparison(id, labelled, listener, services.tree.onRun),
  );
  services.panels.show(config, 'comparison');
}

async function askWhich(tree: RunTree, one: RunNode | undefined): Promise<readonly RunNode[] | undefined> {
  const others = (await tree.listed()).filter((node) => node.folder !== one?.folder);
  if (others.length < (one ? 1 : 2)) {
    vscode.window.showInformationMessage(
      one ? 'There is no other run to compare it with yet.' : 'There are not two runs to compare yet.',
    );
    return undefined;
  }
  const items = others.map((node) => {
    const summary = tree.summaryOf(node);
    return {
      label: tree.nameOf(node),
      description: [configOfRun(node.folder)?.name ?? '', summary ? runDescription(summary) : ''].join(' · '),
      node,
    };
  });
  const placeHolder = one ? `Compare “${tree.nameOf(one)}” with` : 'Runs to compare';
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked && [...(one ? [one] : []), ...picked.map(({ node }) => node)];
}
