/**
 * Places of runs: every `.unroll` of the workspace, found once and watched from then on, so that runs of the
 * command line appear too. Reports which configs have runs and which run was written to; the contents of runs
 * are read elsewhere. A watcher may miss the contents of a folder that was just created, so the visible list
 * should call `look` regularly.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { fileNames, type ListedRuns, listAllRuns } from '../../run/files/folder';
import { Batcher } from '../common/batcher';
import { configFolder, configGlob } from '../common/configFile';
import type { Log } from '../common/log';

/** Runs of one config. */
export interface PlacedRuns extends ListedRuns {
  /** Absolute path of the folder that holds `.unroll`. */
  readonly root: string;
}

/** Pattern of a file that every `.unroll` has, because it keeps the folder out of git. */
const markerGlob = '**/.unroll/.gitignore';
const watched = [
  '**/.unroll',
  `**/.unroll/{*,*/*,*/*/${fileNames.record},*/*/${fileNames.findings},*/*/${fileNames.title}}`,
];
/**
 * Time for which events are gathered: deleting many folders, or starting a training, fires a burst of them.
 */
const gatherMs = 150;

export class RunPlaces implements vscode.Disposable {
  private readonly listed = new vscode.EventEmitter<void>();
  /** Fires when configs or runs have appeared or vanished. */
  readonly onList = this.listed.event;
  private readonly written = new vscode.EventEmitter<string>();
  /** Fires with the folder of a run in which a file was written. */
  readonly onWrite = this.written.event;
  private readonly found = new vscode.EventEmitter<readonly string[]>();
  /** Fires when the workspace was searched, with the folders that may hold an `.unroll`. */
  readonly onFound = this.found.event;
  private readonly roots = new Map<string, Promise<readonly ListedRuns[]>>();
  private discovered: Promise<void> | undefined;
  private readonly stale = new Set<string>();
  private readonly listing = new Batcher(() => this.list(), gatherMs);
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly log: Log) {
    const watchers = watched.map((glob) => vscode.workspace.createFileSystemWatcher(glob));
    const configs = vscode.workspace.createFileSystemWatcher(configGlob, false, true, true);
    this.subscriptions = [
      this.listed,
      this.written,
      this.found,
      configs,
      configs.onDidCreate((config) => this.recheck(configFolder(config))),
      ...watchers,
      ...watchers.flatMap((watcher) => [
        watcher.onDidCreate((uri) => this.take(uri, { listing: true })),
        watcher.onDidChange((uri) => this.take(uri)),
        watcher.onDidDelete((uri) => this.take(uri, { listing: true })),
      ]),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
    ];
  }

  /** Returns all configs that have runs. The first call searches the workspace for them. */
  async all(): Promise<PlacedRuns[]> {
    this.discovered ??= this.discover();
    await this.discovered;
    return this.known();
  }

  /** Returns the folders that hold an `.unroll` or may get one. */
  async folders(): Promise<string[]> {
    await this.all();
    return [...this.roots.keys()];
  }

  /** Lists a folder again after a while, because its runs may have changed. */
  recheck(root: string): void {
    this.stale.add(root);
    this.listing.soon();
  }

  /** Lists again; fires `onList` only if a config or run has appeared or vanished. */
  async look(roots: Iterable<string> = this.roots.keys()): Promise<void> {
    const before = JSON.stringify(await this.known());
    for (const root of [...roots]) {
      this.roots.set(root, this.read(root));
    }
    if (JSON.stringify(await this.known()) !== before) {
      this.listed.fire();
    }
  }

  /** Searches the workspace again. */
  refresh(): void {
    this.roots.clear();
    this.discovered = undefined;
    this.listed.fire();
  }

  dispose(): void {
    this.listing.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private async known(): Promise<PlacedRuns[]> {
    const listed = await Promise.all(
      [...this.roots].map(async ([root, runs]) => (await runs).map((of) => ({ root, ...of }))),
    );
    return listed.flat();
  }

  private async discover(): Promise<void> {
    const [configs, markers] = await Promise.all([
      vscode.workspace.findFiles(configGlob),
      vscode.workspace.findFiles(markerGlob),
    ]);
    const folders = [
      ...configs.map(configFolder),
      ...markers.map(({ fsPath }) => path.resolve(fsPath, '..', '..')),
    ];
    for (const root of folders) {
      this.roots.set(root, this.read(root));
    }
    this.found.fire([...this.roots.keys()]);
  }

  private take({ fsPath }: vscode.Uri, { listing = false } = {}): void {
    const parts = fsPath.split(path.sep);
    const at = parts.lastIndexOf('.unroll');
    const below = parts.length - 1 - at;
    if (at < 1 || parts[at + 1]?.startsWith('.')) {
      return;
    }
    if (below === 3) {
      this.written.fire(path.dirname(fsPath));
    }
    if (listing && (below < 3 || parts.at(-1) === fileNames.record)) {
      this.recheck(parts.slice(0, at).join(path.sep));
    }
  }

  private async list(): Promise<void> {
    const roots = [...this.stale];
    this.stale.clear();
    await this.look(roots);
  }

  private async read(root: string): Promise<readonly ListedRuns[]> {
    try {
      return await listAllRuns(root);
    } catch (error) {
      this.log.failure(`listing the runs in ${root}`, error);
      return [];
    }
  }
}
