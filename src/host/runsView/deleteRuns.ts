/** Deletes runs; the message about it offers to undo that, and a command restores them for some days. */
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import { plural } from '../../notation/numbers';
import { type DiscardedRun, discardRun, emptyTrash, listDiscarded, restoreRun } from '../../run/files/trash';
import type { Log } from '../common/log';
import type { NamedRun } from './node';
import { configOfRun } from './node';
import { runName, timeText } from './runText';

/** How long a deleted run can be restored. */
const daysKept = 7;
const dayMs = 86_400_000;

/**
 * Moves runs out of the list and offers to undo that. A run in progress is refused; the others are deleted
 * all the same.
 * @param changed called with the folders whenever runs were deleted or restored
 */
export async function deleteRuns(
  runs: readonly NamedRun[],
  changed: (folders: readonly string[]) => void,
): Promise<void> {
  const foreign = hostsOf(runs);
  if (foreign.length > 0 && !(await mayDelete(foreign))) {
    return;
  }
  const at = new Date();
  const gone: DiscardedRun[] = [];
  const problems: string[] = [];
  for (const { folder } of runs) {
    try {
      gone.push(await discardRun(folder, at, foreign.length > 0));
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  changed(gone.map(({ folder }) => folder));
  if (problems.length > 0) {
    vscode.window.showErrorMessage(`Delete Run: ${problems.join('; ')}`);
  }
  if (gone.length === 0) {
    return;
  }
  const what = gone.length === 1 ? `the run ${nameIn(runs, gone[0])}` : plural(gone.length, 'run');
  const undo = 'Undo';
  const answer = await vscode.window.showInformationMessage(`Deleted ${what}.`, undo);
  if (answer === undo) {
    await restore(gone, changed);
  }
}

/** Offers to restore the runs that were deleted in the last days. @param roots folders that hold `.unroll` */
export async function restoreRuns(
  roots: readonly string[],
  changed: (folders: readonly string[]) => void,
): Promise<void> {
  const title = 'Restore Deleted Runs';
  const found = (await Promise.all(roots.map(listDiscarded))).flat();
  if (found.length === 0) {
    vscode.window.showInformationMessage(`There are no deleted runs; they are kept for ${daysKept} days.`);
    return;
  }
  const now = new Date();
  const items = found
    .toSorted((left, right) => right.at.getTime() - left.at.getTime())
    .map((run) => ({
      label: `${configOfRun(run.folder)?.name ?? ''} ${runName(run.folder, undefined, { now, seconds: true })}`,
      description: `deleted ${timeText(run.at, now)}`,
      detail: vscode.workspace.asRelativePath(run.folder),
      run,
    }));
  const placeHolder = `Deleted in the last ${daysKept} days`;
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  if (picked && picked.length > 0) {
    await restore(
      picked.map(({ run }) => run),
      changed,
    );
  }
}

/** Removes for good the runs that were deleted too long ago to be restored. */
export async function emptyOldTrash(roots: readonly string[], log: Log): Promise<void> {
  const before = new Date(Date.now() - daysKept * dayMs);
  for (const root of roots) {
    try {
      const removed = await emptyTrash(root, before);
      if (removed > 0) {
        log.channel.info(`removed runs from ${root} that were deleted more than ${daysKept} days ago`);
      }
    } catch (error) {
      log.failure(`removing deleted runs from ${root}`, error);
    }
  }
}

async function restore(
  runs: readonly DiscardedRun[],
  changed: (folders: readonly string[]) => void,
): Promise<void> {
  const back: string[] = [];
  try {
    for (const run of runs) {
      await restoreRun(run);
      back.push(run.folder);
    }
  } finally {
    changed(back);
  }
}

/** Returns the other machines on which runs are in progress according to their records. */
function hostsOf(runs: readonly NamedRun[]): string[] {
  return runs.flatMap(({ summary }) =>
    summary?.record.status === 'running' && summary.record.process.host !== hostname()
      ? [summary.record.process.host]
      : [],
  );
}

/**
 * Asks whether to delete runs on other machines, which may have ended with their machine; only the user can
 * know.
 */
async function mayDelete(hosts: readonly string[]): Promise<boolean> {
  const anyway = 'Delete Anyway';
  const question = `${plural(hosts.length, 'run')} may still be in progress on ${[...new Set(hosts)].join(', ')}.`;
  return (await vscode.window.showWarningMessage(question, { modal: true }, anyway)) === anyway;
}

function nameIn(runs: readonly NamedRun[], { folder }: DiscardedRun): string {
  const run = runs.find((each) => each.folder === folder);
  return `“${run?.name}” of ${configOfRun(folder)?.name}`;
}
