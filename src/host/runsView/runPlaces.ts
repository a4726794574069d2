/**
 * Where runs are: every `.unroll` of the workspace, found once and watched from then on, so that what the command line trains appears
 * too. Tells which configs have runs, and which run was written to; what is in a run is read by others. Of a folder that has just been
 * made a watcher may miss what is in it, so whoever shows the list should have it looked at from time to time (`look`).
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { fileNames, type ListedRuns, listAllRuns } from '../../run/files/folder';
import { Batcher } from '../common/batcher';
import { configFolder, configGlob } from '../common/configFile';
import type { Log } from '../common/log';

/** The runs of one config. */
export interface PlacedRuns extends ListedRuns {
  /** Folder that holds `.unroll`, absolute. */
  readonly root: string;
}

/** Every `.unroll` has one, so that it stays out of git. */
const markerGlob = '**/.unroll/.gitignore';
const watched = [
  '**/.unroll',
  `**/.unroll/{*,*/*,*/*/${fileNames.record},*/*/${fileNames.findings},*/*/${fileNames.title}}`,
];
/** A deletion of many folders, or a training that begins, comes as a burst. */
const gatherMs = 150;

export class RunPlaces implements vscode.Disposable {
  private readonly listed = new vscode.EventEmitter<void>();
  /** Configs or runs have come or gone. */
  readonly onList = this.listed.event;
  private readonly written = new vscode.EventEmitter<string>();
  /** The folder of a run in which a file has been written. */
  readonly onWrite = this.written.event;
  private readonly found = new vscode.EventEmitter<readonly string[]>();
  /** The workspace has been searched; with the folders that may hold an `.unroll`. */
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

  /** All configs that have runs. The first time, the workspace is searched for them. */
  async all(): Promise<PlacedRuns[]> {
    this.discovered ??= this.discover();
    await this.discovered;
    return this.known();
  }

  /** Folders that hold an `.unroll`, or may come to hold one. */
  async folders(): Promise<string[]> {
    await this.all();
    return [...this.roots.keys()];
  }

  /** What a folder lists may be something else by now. */
  recheck(root: string): void {
    this.stale.add(root);
    this.listing.soon();
  }

  /** Lists again; tells only if something has come or gone. */
  async look(roots: Iterable<string> = this.roots.keys()): Promise<void> {
    const before = JSON.stringify(await this.known());
    for (const root of [...roots]) {
      this.roots.set(root, this.read(root));
    }
    if (JSON.stringify(await this.known()) !== before) {
      this.listed.fire();
    }
  }

  /** Searches anew. */
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
