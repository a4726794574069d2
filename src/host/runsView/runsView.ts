/** The view "Runs" in the side bar: the list and the commands on its runs. */
import * as vscode from 'vscode';
import { plural } from '../../notation/numbers';
import { cleanTitle, longestTitle, writeTitle } from '../../run/files/title';
import { attempt } from '../common/attempt';
import type { Log } from '../common/log';
import { Throttler } from '../common/throttler';
import type { Debugging } from '../debugging/debugging';
import type { Panels } from '../panel/panels';
import type { Comparisons } from '../runs/comparisons';
import type { Exporting } from '../runs/exporting';
import type { Predicting } from '../runs/predicting';
import type { Runs } from '../runs/runs';
import type { Trainings } from '../runs/trainings';
import { compareRuns } from './compareRuns';
import { deleteRuns, emptyOldTrash, restoreRuns } from './deleteRuns';
import { exportRuns } from './exportRuns';
import { LiveRuns } from './liveRuns';
import { configOfRun, isNode, type NamedRun, type RunNode, type RunsNode } from './node';
import { RunPlaces } from './runPlaces';
import { RunTree } from './runTree';

export interface RunsServices {
  readonly trainings: Trainings;
  readonly runs: Runs;
  readonly comparisons: Comparisons;
  readonly predicting: Predicting;
  readonly exporting: Exporting;
  readonly panels: Panels;
  readonly debugging: Debugging;
  readonly log: Log;
}

/** Interval at which the visible list is checked for changes that no watcher reports. */
const lookMs = 2000;

export class RunsView implements vscode.Disposable {
  readonly tree: RunTree;
  private readonly places: RunPlaces;
  private readonly live: LiveRuns;
  private readonly parts: vscode.Disposable[];
  private day = new Date().toDateString();

  constructor(
    private readonly view: Pick<vscode.TreeView<RunsNode>, 'selection' | 'visible' | 'badge'>,
    private readonly services: RunsServices,
  ) {
    const { trainings, log } = services;
    this.places = new RunPlaces(log);
    this.live = new LiveRuns(trainings);
    this.tree = new RunTree(this.places, this.live, log);
    const looks = new Throttler(() =>
      this.lookAgain().catch((error) => log.failure('looking for runs', error)),
    );
    const clock = setInterval(() => looks.queue(undefined), lookMs);
    this.parts = [
      this.tree,
      this.live,
      this.places,
      new vscode.Disposable(() => clearInterval(clock)),
      this.places.onFound((roots) => emptyOldTrash(roots, log)),
      trainings.onStart((training) => {
        this.showBadge();
        training.onEvent(({ event }) => {
          if (event === 'started' && training.run) {
            this.recheck([training.run.folder]); // also if its files are not watched
          }
        });
      }),
      trainings.onEnd(({ finished: { run } }) => {
        this.showBadge();
        if (run !== null) {
          this.recheck([run]);
        }
      }),
    ];
    this.showBadge();
  }

  open(argument: unknown): Promise<void> {
    return this.attempt('Open Run', async () => {
      for (const { of, folder } of this.chosen(argument, undefined).slice(0, 1)) {
        this.services.panels.show(of.config, undefined, folder);
      }
    });
  }

  /** Debugs the recorded sequence of a run, with the weights at its end. */
  debug(argument: unknown): Promise<void> {
    return this.attempt('Debug Run', async () => {
      for (const node of this.chosen(argument, undefined).slice(0, 1)) {
        const { folder, of } = node;
        this.services.panels.show(of.config, undefined, folder); // it accompanies the debugger
        await this.services.debugging.start(of.config, this.tree.nameOf(node), { run: folder });
      }
    });
  }

  /** @param title new title of the run; if absent, the user is asked */
  rename(argument: unknown, title: unknown): Promise<void> {
    return this.attempt('Rename Run', async () => {
      const [node] = this.chosen(argument, undefined);
      const given = node && (typeof title === 'string' ? title : await this.askTitle(node));
      if (given !== undefined) {
        writeTitle(node.folder, given);
        this.tree.recheck(node.folder);
      }
    });
  }

  remove(argument: unknown, all: unknown): Promise<void> {
    return this.attempt('Delete Run', () =>
      deleteRuns(this.named(this.chosen(argument, all)), (folders) => this.changed(folders)),
    );
  }

  restore(): Promise<void> {
    return this.attempt('Restore Deleted Runs', async () =>
      restoreRuns(await this.places.folders(), (folders) => this.changed(folders)),
    );
  }

  compare(argument: unknown, all: unknown): Promise<void> {
    return this.attempt('Compare Runs', () =>
      compareRuns({ ...this.services, tree: this.tree, live: this.live }, this.chosen(argument, all)),
    );
  }

  export(argument: unknown, all: unknown): Promise<void> {
    return this.attempt('Export Run', async () => {
      const runs = this.named(this.chosen(argument, all));
      if (runs.length > 0) {
        await exportRuns(runs);
      }
    });
  }

  predict(argument: unknown): Promise<void> {
    return this.attempt('Predict', async () => {
      for (const { of, folder } of this.chosen(argument, undefined).slice(0, 1)) {
        await this.services.predicting.predict(of.config, folder, 'Predict');
      }
    });
  }

  exportModel(argument: unknown): Promise<void> {
    return this.attempt('Export Model', async () => {
      for (const { of, folder } of this.chosen(argument, undefined).slice(0, 1)) {
        await this.services.exporting.exportModel(of.config, folder, 'Export Model');
      }
    });
  }

  reveal(argument: unknown, where: 'explorer' | 'system'): Promise<void> {
    return this.attempt('Reveal Run', async () => {
      for (const { folder } of this.chosen(argument, undefined).slice(0, 1)) {
        const command = where === 'explorer' ? 'revealInExplorer' : 'revealFileInOS';
        await vscode.commands.executeCommand(command, vscode.Uri.file(folder));
      }
    });
  }

  copyPath(argument: unknown, all: unknown): Promise<void> {
    return this.attempt('Copy Path of Run', async () => {
      const folders = this.chosen(argument, all).map(({ folder }) => folder);
      if (folders.length > 0) {
        await vscode.env.clipboard.writeText(folders.join('\n'));
      }
    });
  }

  cancel(argument: unknown): Promise<void> {
    return this.attempt('Cancel Training', async () => {
      for (const { folder } of this.chosen(argument, undefined)) {
        this.live.trainingOf(folder)?.cancel();
      }
    });
  }

  openConfig(argument: unknown): Promise<void> {
    return this.attempt('Open Config', async () => {
      const node = isNode(argument) ? argument : this.view.selection.at(0);
      if (node) {
        const { config } = node.kind === 'config' ? node : node.of;
        await vscode.window.showTextDocument(config);
      }
    });
  }

  showMore(argument: unknown): void {
    const node = isNode(argument) ? argument : this.view.selection.at(0);
    if (node) {
      this.tree.showMore(node.kind === 'config' ? node : node.of);
    }
  }

  /** Searches the workspace again, and reads every run again that was read before. */
  refresh(): void {
    this.tree.recheckAll();
    this.places.refresh();
  }

  dispose(): void {
    vscode.Disposable.from(...this.parts).dispose();
  }

  /**
   * Returns the runs that a command applies to: the selected lines of a menu, a run's folder, or the
   * selection of the view.
   * @param all all selected lines, if the clicked line is one of several
   */
  private chosen(argument: unknown, all: unknown): RunNode[] {
    const given: readonly unknown[] = Array.isArray(all) && all.length > 0 ? all : [argument];
    const nodes = given.map((each) => this.nodeOf(each)).filter((node) => node !== undefined);
    return nodes.length > 0 || argument !== undefined
      ? nodes
      : this.view.selection.filter((node): node is RunNode => node.kind === 'run');
  }

  private nodeOf(value: unknown): RunNode | undefined {
    if (value instanceof vscode.Uri) {
      const config = configOfRun(value.fsPath);
      return config && this.tree.nodeOf(value.fsPath, config);
    }
    return isNode(value) && value.kind === 'run' ? value : undefined;
  }

  private named(nodes: readonly RunNode[]): NamedRun[] {
    return nodes.map((node) => ({
      folder: node.folder,
      name: this.tree.nameOf(node),
      summary: this.tree.summaryOf(node),
    }));
  }

  private askTitle(node: RunNode): Thenable<string | undefined> {
    return vscode.window.showInputBox({
      title: 'Rename Run',
      prompt:
        'Name in lists and comparisons; the folder keeps its own. Leave it empty to use the start time.',
      value: this.tree.summaryOf(node)?.title ?? '',
      placeHolder: this.tree.nameOf(node),
      validateInput: (text) =>
        text.trim() !== '' && (cleanTitle(text) === null || [...text.trim()].length > longestTitle)
          ? `A name has at most ${longestTitle} characters that can be seen.`
          : undefined,
    });
  }

  /** Updates the list, because runs were deleted or restored. */
  private changed(folders: readonly string[]): void {
    this.recheck(folders);
    const configs = new Map(folders.map((folder) => [configOfRun(folder)?.config.toString(), folder]));
    for (const folder of configs.values()) {
      const config = configOfRun(folder)?.config;
      if (config) {
        this.services.runs.forget(config);
      }
    }
  }

  private recheck(folders: readonly string[]): void {
    for (const folder of folders) {
      const root = configOfRun(folder)?.root;
      if (root !== undefined) {
        this.tree.recheck(folder);
        this.places.recheck(root);
      }
    }
  }

  private async lookAgain(): Promise<void> {
    const today = new Date().toDateString();
    if (today !== this.day) {
      this.day = today;
      this.tree.refresh(); // the names of today's runs are shorter
    }
    if (this.view.visible) {
      await this.places.look();
      await this.tree.look();
    }
  }

  private showBadge(): void {
    const count = this.services.trainings.all.length;
    this.view.badge = count > 0 ? { value: count, tooltip: plural(count, 'training') } : undefined;
  }

  private attempt(title: string, action: () => Promise<void>): Promise<void> {
    return attempt(title, this.services.log, action);
  }
}
