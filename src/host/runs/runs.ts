/** The runs that a config has had: the latest one for lenses, hovers and panels, and word when something changes. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { readResolved } from '../../config/resolved';
import type { Config } from '../../config/schema';
import type { RunRecord } from '../../protocol/run';
import { fileNames, latestRun, listRuns, readRunRecord } from '../../run/files/folder';
import { configFolder, configIn, configName } from '../common/configFile';
import type { Log } from '../common/log';
import type { Trainings } from './trainings';

export interface LatestRun {
  readonly folder: string;
  readonly record: RunRecord;
  readonly config: Config;
}

export class Runs implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** A run of this config was written to, here or by the command line. */
  readonly onChange = this.changed.event;
  private readonly subscriptions: readonly vscode.Disposable[];
  /** By config; forgotten when a run changes. */
  private readonly known = new Map<string, Promise<LatestRun | undefined>>();

  constructor(
    trainings: Trainings,
    private readonly log: Log,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/.unroll/*/*/${fileNames.record}`);
    const written = (record: vscode.Uri) => {
      const named = path.resolve(record.fsPath, '..', '..');
      this.forget(configIn(path.resolve(named, '..', '..'), path.basename(named)));
    };
    this.subscriptions = [
      this.changed,
      watcher,
      watcher.onDidCreate(written),
      watcher.onDidChange(written),
      watcher.onDidDelete(written),
      // Outside of the workspace, or where the person has excluded the folder, nobody watches the files.
      trainings.onEnd(({ training }) => this.forget(training.config)),
    ];
  }

  /** The latest run of a config, if it has one that can be read. */
  async latest(config: vscode.Uri): Promise<LatestRun | undefined> {
    const key = config.toString();
    let run = this.known.get(key);
    if (!run) {
      run = this.readLatest(config);
      this.known.set(key, run);
    }
    return run;
  }

  /** Folder of the run asked for, if it is one of this config, else of the latest. */
  async choose(config: vscode.Uri, wanted: string | undefined): Promise<string | undefined> {
    const folders = await listRuns(configFolder(config), configName(config));
    return wanted !== undefined && folders.includes(wanted) ? wanted : folders.at(-1);
  }

  /** Whether the run in this folder is still there. */
  async has(folder: string): Promise<boolean> {
    return stat(path.join(folder, fileNames.record)).then(
      () => true,
      () => false, // what cannot be asked for cannot be shown either
    );
  }

  /** Its runs are others now; whoever shows them is told. */
  forget(config: vscode.Uri): void {
    this.known.delete(config.toString());
    this.changed.fire(config);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private async readLatest(config: vscode.Uri): Promise<LatestRun | undefined> {
    try {
      const folder = await latestRun(configFolder(config), configName(config));
      if (folder === undefined) {
        return undefined;
      }
      const [record, text] = await Promise.all([
        readRunRecord(folder),
        readFile(path.join(folder, fileNames.config), 'utf8'),
      ]);
      return { folder, record, config: readResolved(text) };
    } catch (error) {
      this.log.failure(`reading the latest run of ${config.fsPath}`, error);
      return undefined;
    }
  }
}
