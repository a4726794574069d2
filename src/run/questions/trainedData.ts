/** How the training of a run has read its data: as the run states it, or else by reading its data once more. */
import type { Config } from '../../config/schema';
import type { TargetKind } from '../../data/common/dataset';
import type { TrainedData } from '../../data/common/trainedData';
import { InputError } from '../files/inputError';
import { readDatasetFile } from '../sources/datasetFile';
import { observe } from './observation';

export interface RunPlace {
  /** Absolute folder of the run. */
  readonly folder: string;
  /** Absolute path of its config, to which the data file's path is relative. */
  readonly config: string;
  /** Folders that data files must lie in; absent: no limit. */
  readonly roots?: readonly string[];
}

/**
 * @param reading receives how much of the data file has been read; may throw to cancel
 * @returns undefined where the run was trained on a generated task
 * @throws InputError where an older run does not state it, and its data is not there any more or has changed
 */
export async function trainedDataOf(
  place: RunPlace,
  config: Config,
  reading: (bytes: number, total: number) => void = () => undefined,
): Promise<{ readonly trained: TrainedData; readonly targetKind: TargetKind } | undefined> {
  const stored = await readDatasetFile(place.folder);
  if (stored) {
    return { trained: stored, targetKind: stored.targetKind };
  }
  if (config.data.kind === 'task') {
    return undefined;
  }
  const { dataset } = await observe(place, reading).catch((error: unknown) => {
    throw error instanceof InputError
      ? new InputError(
          `this run was made before Unroll stored the scaling of its data, so the file that it was trained on is needed: ${error.message}`,
        )
      : error;
  });
  if (!dataset.trained) {
    throw new Error('data from a file states how it was read');
  }
  return { trained: dataset.trained, targetKind: dataset.targetKind };
}
