/** Runs of the configs: the latest one for lenses, hovers and panels, and an event when a run changes. */
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
  /** Fires when a run of this config was written to, here or by the command line. */
  readonly onChange = this.changed.event;
  private readonly subscriptions: readonly vscode.Disposable[];
  /** Latest runs by config; an entry is deleted when a run changes. */
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
      // Files outside the workspace, or in a folder that the user has excluded, are not watched.
      trainings.onEnd(({ training }) => this.forget(training.config)),
    ];
  }

  /** Returns the latest run of a config; undefined if it has none that can be read. */
  async latest(config: vscode.Uri): Promise<LatestRun | undefined> {
    const key = config.toString();
    let run = this.known.get(key);
    if (!run) {
      run = this.readLatest(config);
      this.known.set(key, run);
    }
    return run;
  }

  /** Returns the folder of the wanted run if it is a run of this config, else that of the latest run. */
  async choose(config: vscode.Uri, wanted: string | undefined): Promise<string | undefined> {
    const folders = await listRuns(configFolder(config), configName(config));
    return wanted !== undefined && folders.includes(wanted) ? wanted : folders.at(-1);
  }

  /** Returns whether the run in this folder still exists. */
  async has(folder: string): Promise<boolean> {
    return stat(path.join(folder, fileNames.record)).then(
      () => true,
      () => false, // a run that cannot be accessed cannot be shown either
    );
  }

  /** Forgets the latest run of a config whose runs have changed, and fires `onChange`. */
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
