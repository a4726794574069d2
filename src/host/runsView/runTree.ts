/**
 * List of runs as VS Code requests it: configs, their runs with the newest first, and the hover of each run.
 */
import * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import { listRuns, readRun } from '../../run/files/folder';
import type { RunSummary } from '../../run/files/runSummary';
import { Batcher } from '../common/batcher';
import type { Log } from '../common/log';
import { ConfigNodes } from './configNodes';
import type { LiveRuns } from './liveRuns';
import type { ConfigNode, MoreNode, RunNode, RunsNode } from './node';
import { configItem, moreItem, runItem } from './runItem';
import type { RunPlaces } from './runPlaces';
import { runName } from './runText';
import { runTooltip } from './runTooltip';
import { type KnownRun, Summaries } from './summaries';

/** Number of a config's runs that are listed and read at a time. */
const page = 100;
/** Time for which changes are gathered before the list is refreshed. */
const gatherMs = 100;
/** Longest time for which a list that is opened waits for the runs that it shows. */
const firstLookMs = 250;
/** Time after a run's end in which the run may still be written to. */
const restlessMs = 30_000;

export class RunTree implements vscode.TreeDataProvider<RunsNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<RunsNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly read = new vscode.EventEmitter<string>();
  /** Fires with the folder of a run whose state has changed. */
  readonly onRun = this.read.event;
  private readonly summaries = new Summaries((folder) => this.report(folder));
  private readonly configs = new ConfigNodes();
  private readonly runs = new Map<string, RunNode>();
  private readonly limits = new Map<ConfigNode, number>();
  /** Folders of runs for which another run began within the same minute. */
  private readonly close = new Set<string>();
  /** Lines that the next change event refreshes; undefined for the whole list. */
  private waiting: Set<RunsNode> | undefined = new Set();
  private readonly telling = new Batcher(() => this.tellWaiting(), gatherMs);
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly places: RunPlaces,
    private readonly live: LiveRuns,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      this.changed,
      this.read,
      places.onList(() => this.refresh()),
      places.onWrite((folder) => this.takeWrite(folder)),
      live.onChange((folder) => this.report(folder)),
    ];
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node?.kind === 'config') {
      return this.childrenOf(node);
    }
    if (node) {
      return [];
    }
    const configs = await this.listConfigs();
    return configs.length === 1 ? this.childrenOf(configs[0]) : configs;
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    switch (node.kind) {
      case 'config':
        return configItem(node, {
          expanded: this.configs.isOpenAtFirst(node),
          place: this.configs.placeOf(node),
        });
      case 'more':
        return moreItem(node, page);
      case 'run':
        return runItem(
          node,
          this.nameOf(node),
          this.known(node),
          this.live.trainingOf(node.folder) !== undefined,
        );
    }
  }

  getParent(node: RunsNode): RunsNode | undefined {
    return node.kind === 'config' || this.configs.size === 1 ? undefined : node.of;
  }

  /** Adds the hover. All metrics of a run are read only when the mouse is over its line. */
  async resolveTreeItem(
    item: vscode.TreeItem,
    node: RunsNode,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    const summary = node.kind === 'run' ? this.summaryOf(node) : undefined;
    if (node.kind !== 'run' || !summary) {
      return item;
    }
    try {
      const { metrics } = await readRun(node.folder);
      if (!token.isCancellationRequested) {
        item.tooltip = new vscode.MarkdownString(runTooltip(this.nameOf(node), summary, metrics), true);
      }
    } catch (error) {
      item.tooltip = messageOf(error);
    }
    return item;
  }

  /** Returns the listed runs of all configs, in their order. */
  async listed(): Promise<RunNode[]> {
    const children = await Promise.all((await this.listConfigs()).map((config) => this.childrenOf(config)));
    return children.flat().filter((child) => child.kind === 'run');
  }

  /** Returns the line of a run, even if it is not listed. */
  nodeOf(folder: string, of: ConfigNode): RunNode {
    const config = this.configs.ofRun(folder) ?? of;
    let node = this.runs.get(folder);
    if (node?.of !== config) {
      node = { kind: 'run', folder, of: config };
      this.runs.set(folder, node);
    }
    return node;
  }

  nameOf({ folder }: RunNode): string {
    return runName(folder, this.summaryAt(folder), { now: new Date(), seconds: this.close.has(folder) });
  }

  summaryOf(node: RunNode): RunSummary | undefined {
    return this.summaryAt(node.folder);
  }

  /** Reads a run again, because its files may have changed. */
  recheck(folder: string): void {
    this.summaries.recheck(folder);
  }

  /** Reads every run again that was read before. */
  recheckAll(): void {
    this.summaries.recheckAll();
  }

  /**
   * Reads what may have changed without an event: runs in progress or just ended, and folders that may become
   * runs.
   */
  async look(): Promise<void> {
    for (const folder of this.runs.keys()) {
      if (this.isRestless(folder) && this.live.trainingOf(folder) === undefined) {
        this.recheck(folder);
      }
    }
    for (const config of this.configs.unfinished) {
      if ((await listRuns(config.root, config.name)).length !== config.count) {
        this.refresh();
      }
    }
  }

  /** Lists one more page of a config's runs. */
  showMore(config: ConfigNode): void {
    this.limits.set(config, (this.limits.get(config) ?? page) + page);
    this.refresh();
  }

  /** Refreshes the whole list. */
  refresh(): void {
    this.waiting = undefined;
    this.telling.soon();
  }

  dispose(): void {
    this.telling.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private async listConfigs(): Promise<ConfigNode[]> {
    return this.configs.list(await this.places.all());
  }

  private async childrenOf(config: ConfigNode): Promise<RunsNode[]> {
    let folders: string[];
    try {
      folders = (await listRuns(config.root, config.name)).reverse();
    } catch (error) {
      this.log.failure(`listing the runs of ${config.config.fsPath}`, error);
      return [];
    }
    if (this.configs.count(config, folders.length)) {
      this.waiting?.add(config);
      this.telling.soon();
    }
    this.forgetOthers(config, new Set(folders));
    const limit = this.limits.get(config) ?? page;
    const nodes = folders.slice(0, limit).map((folder) => this.nodeOf(folder, config));
    for (const { folder } of nodes) {
      this.summaries.of(folder);
    }
    await this.summaries.settled(firstLookMs);
    this.findClose(nodes);
    const hidden = folders.length - nodes.length;
    const more: MoreNode[] = hidden > 0 ? [{ kind: 'more', of: config, hidden }] : [];
    return [...nodes, ...more];
  }

  /** Handles a write to a file of a run that is listed, or that may have become a run only now. */
  private takeWrite(folder: string): void {
    const config = this.configs.ofRun(folder);
    if (!config || this.configs.unfinished.includes(config)) {
      this.refresh();
    }
    this.recheck(folder);
  }

  private forgetOthers(config: ConfigNode, present: ReadonlySet<string>): void {
    for (const [folder, { of }] of this.runs) {
      if (of === config && !present.has(folder)) {
        this.runs.delete(folder);
        this.summaries.forget(folder);
        this.close.delete(folder);
      }
    }
  }

  /** Finds the runs whose names need seconds, so that no two lines of a config have the same name. */
  private findClose(nodes: readonly RunNode[]): void {
    const byMinute = new Map<string, string[]>();
    for (const { folder } of nodes) {
      const name = runName(folder, this.summaryAt(folder), { now: new Date() });
      byMinute.set(name, [...(byMinute.get(name) ?? []), folder]);
    }
    for (const folders of byMinute.values()) {
      for (const folder of folders) {
        if (folders.length > 1) {
          this.close.add(folder);
        } else {
          this.close.delete(folder);
        }
      }
    }
  }

  private known({ folder }: RunNode): KnownRun | undefined {
    const known = this.summaries.of(folder);
    const summary = this.summaryAt(folder);
    return summary ? { summary } : known;
  }

  /**
   * Returns whether a run may change without an event: a killed process reports nothing, and findings follow
   * a run's end.
   */
  private isRestless(folder: string): boolean {
    const record = this.summaryAt(folder)?.record;
    const ended = record?.finishedAt === undefined ? 0 : new Date(record.finishedAt).getTime();
    return record === undefined || record.status === 'running' || Date.now() - ended < restlessMs;
  }

  private summaryAt(folder: string): RunSummary | undefined {
    const known = this.summaries.of(folder);
    return this.live.summaryOf(folder, known && 'summary' in known ? known.summary : undefined);
  }

  private report(folder: string): void {
    this.read.fire(folder);
    const node = this.runs.get(folder);
    if (node) {
      this.waiting?.add(node);
      this.telling.soon();
    }
  }

  private tellWaiting(): void {
    const nodes = this.waiting && [...this.waiting];
    this.waiting = new Set();
    this.changed.fire(nodes);
  }
}
