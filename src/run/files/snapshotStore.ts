/** Writes the snapshots of a run, and thins them out where they would take too much of the disk. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from './files';
import { fileNames } from './folder';
import { snapshotsAmong, snapshotWeightsFile, traceFile } from './snapshots';

/** Largest size in bytes of the traces and weights of all snapshots together. */
const mostBytes = 1e9;
/** Number of snapshots that stay whatever their size: the first and the last, and some between. */
const fewestSnapshots = 8;

export class SnapshotStore {
  private readonly sizes = new Map<number, number>();

  /** @param folder of the run; the snapshots that it holds already are counted */
  constructor(
    private readonly folder: string,
    private readonly limit = mostBytes,
  ) {
    mkdirSync(path.join(folder, fileNames.weights), { recursive: true });
    for (const update of snapshotsAmong(readdirSync(path.join(folder, fileNames.traces)))) {
      this.sizes.set(update, sizeOf(traceFile(folder, update)) + sizeOf(snapshotWeightsFile(folder, update)));
    }
  }

  /** @returns the file with the traces */
  write(update: number, traces: Uint8Array, weights: Uint8Array): string {
    const file = traceFile(this.folder, update);
    // A trace that exists always has its weights.
    writeWhole(snapshotWeightsFile(this.folder, update), weights);
    writeWhole(file, traces);
    this.sizes.set(update, traces.length + weights.length);
    this.thin();
    return file;
  }

  /**
   * Removes every second snapshot, repeatedly, so that those that stay lie evenly over the training; the last
   * one stays.
   */
  private thin(): void {
    for (;;) {
      const updates = [...this.sizes.keys()].sort((left, right) => left - right);
      const bytes = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
      if (bytes <= this.limit || updates.length <= fewestSnapshots) {
        return;
      }
      updates
        .filter((_, i) => i % 2 === 1 && i < updates.length - 1)
        .forEach((update) => {
          rmSync(traceFile(this.folder, update), { force: true });
          rmSync(snapshotWeightsFile(this.folder, update), { force: true });
          this.sizes.delete(update);
        });
    }
  }
}

/** 0 for a file that does not exist. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
