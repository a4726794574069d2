/** Which configs have a run that read a data file. */
import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { hasLines } from '../../config/kind';
import { DataError } from '../../data/common/dataset';
import { findDataFile } from '../../run/sources/source';
import { configGlob, readableFolders } from '../common/configFile';
import type { LatestRun, Runs } from './runs';

/** A config whose latest run read the file. */
export interface DataReader {
  readonly config: vscode.Uri;
  readonly run: LatestRun;
}

export class DataReaders implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Other configs may read a file now. */
  readonly onChange = this.changed.event;
  private readonly subscriptions: readonly vscode.Disposable[];
  /** By the real path of the file, the newest run first; forgotten when a run or a config comes or goes. */
  private known: Promise<ReadonlyMap<string, readonly DataReader[]>> | undefined;

  constructor(private readonly runs: Runs) {
    const watcher = vscode.workspace.createFileSystemWatcher(configGlob, false, true, false);
    const forget = () => {
      this.known = undefined;
      this.changed.fire();
    };
    this.subscriptions = [
      this.changed,
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
      runs.onChange(forget),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
    ];
  }

  /** The newest run first; empty where no run has read it. */
  async of(file: vscode.Uri): Promise<readonly DataReader[]> {
    this.known ??= this.findAll();
    const found = await this.known;
    // A file that was never saved, or is gone, was read by nobody.
    const real = await realpath(file.fsPath).catch(() => undefined);
    return (real !== undefined && found.get(real)) || [];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async findAll(): Promise<ReadonlyMap<string, readonly DataReader[]>> {
    const configs = await vscode.workspace.findFiles(configGlob, undefined, 1000);
    const found = await Promise.all(configs.map((config) => this.readerOf(config)));
    const readers = found
      .filter((one) => one !== undefined)
      .sort((left, right) => right.run.record.startedAt.localeCompare(left.run.record.startedAt));
    const byFile = new Map<string, DataReader[]>();
    for (const { file, ...reader } of readers) {
      byFile.set(file, [...(byFile.get(file) ?? []), reader]);
    }
    return byFile;
  }

  private async readerOf(config: vscode.Uri): Promise<(DataReader & { readonly file: string }) | undefined> {
    const run = await this.runs.latest(config);
    if (run === undefined || run.config.data.kind === 'task' || !hasLines(run.config.data.file)) {
      return undefined;
    }
    try {
      const file = await findDataFile(config.fsPath, run.config.data.file, readableFolders(config));
      return { config, run, file };
    } catch (error) {
      if (error instanceof DataError) {
        return undefined; // a file that is not there is in no editor
      }
      throw error;
    }
  }
}
