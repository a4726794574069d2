/** Spectra of recurrent blocks, computed in a worker thread and cached until the checkpoint changes. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Spectrum } from '../../analysis/spectrum/spectrum';
import type { RunWorker } from '../../run/client/client';
import { fileNames } from '../../run/files/folder';
import { weightsFileOf } from '../../run/files/snapshots';

/**
 * Size of the cache. A hover asks for all blocks of a run, a panel for one block at a time, snapshot by
 * snapshot.
 */
const keptRequests = 64;

export class Spectra {
  private readonly kept = new Map<string, Promise<readonly Spectrum[]>>();

  /** @param worker creates the worker when it is first needed */
  constructor(private readonly worker: () => RunWorker) {}

  /**
   * @param folder folder of a run
   * @param blocks names as in `Spectrum.name`
   * @param snapshot updates done at the snapshot; if absent, the weights are those of the checkpoint
   */
  async of(
    folder: string,
    blocks: readonly string[] | 'all',
    snapshot?: number,
  ): Promise<readonly Spectrum[]> {
    const file =
      snapshot === undefined
        ? path.join(folder, fileNames.checkpoint)
        : await weightsFileOf(folder, snapshot);
    const { mtimeMs, size } = await stat(file);
    const key = JSON.stringify([file, mtimeMs, size, blocks]);
    const known = this.kept.get(key);
    if (known) {
      return known;
    }
    const computed = this.worker().spectrum(file, blocks);
    this.kept.set(key, computed);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= keptRequests) {
        break;
      }
      this.kept.delete(oldest);
    }
    try {
      return await computed;
    } catch (error) {
      this.kept.delete(key); // so that it is tried again
      throw error;
    }
  }
}
