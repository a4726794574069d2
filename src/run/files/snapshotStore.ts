/** Writes the moments of a run, and thins them out where they would take too much of the disk. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from './files';
import { fileNames } from './folder';
import { snapshotsAmong, snapshotWeightsFile, traceFile } from './snapshots';

/** What the traces and weights of all moments may take together. */
const mostBytes = 1e9;
/** However much they take: the first and the last, and some between. */
const fewestSnapshots = 8;

export class SnapshotStore {
  private readonly sizes = new Map<number, number>();

  /** @param folder of the run; what it holds already is counted */
  constructor(
    private readonly folder: string,
    private readonly limit = mostBytes,
  ) {
    mkdirSync(path.join(folder, fileNames.weights), { recursive: true });
    for (const step of snapshotsAmong(readdirSync(path.join(folder, fileNames.traces)))) {
      this.sizes.set(step, sizeOf(traceFile(folder, step)) + sizeOf(snapshotWeightsFile(folder, step)));
    }
  }

  /** @returns the file with the traces */
  write(step: number, traces: Uint8Array, weights: Uint8Array): string {
    const file = traceFile(this.folder, step);
    // A trace that is there has its weights.
    writeWhole(snapshotWeightsFile(this.folder, step), weights, false);
    writeWhole(file, traces, false);
    this.sizes.set(step, traces.length + weights.length);
    this.thin();
    return file;
  }

  /** Every second moment goes, over and over, so that those that stay lie evenly over the training; the last one stays. */
  private thin(): void {
    for (;;) {
      const steps = [...this.sizes.keys()].sort((left, right) => left - right);
      const bytes = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
      if (bytes <= this.limit || steps.length <= fewestSnapshots) {
        return;
      }
      steps
        .filter((_, i) => i % 2 === 1 && i < steps.length - 1)
        .forEach((step) => {
          rmSync(traceFile(this.folder, step), { force: true });
          rmSync(snapshotWeightsFile(this.folder, step), { force: true });
          this.sizes.delete(step);
        });
    }
  }
}

/** 0 of a file that is not there. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
