/** Spectra of recurrent blocks, computed off this thread and kept for as long as the checkpoint is the same. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Spectrum } from '../../analysis/spectrum/spectrum';
import type { RunWorker } from '../../run/client/client';
import { fileNames } from '../../run/files/folder';
import { weightsFileOf } from '../../run/files/snapshots';

/** Kept at most: a hover asks for all blocks of a run, a panel for one at a time, of one moment after the other. */
const keptRequests = 64;

export class Spectra {
  private readonly kept = new Map<string, Promise<readonly Spectrum[]>>();

  /** @param worker makes it when it is first needed */
  constructor(private readonly worker: () => RunWorker) {}

  /**
   * @param folder of a run
   * @param blocks names as in `Spectrum.name`
   * @param moment updates after which; absent: as they are in its checkpoint
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
