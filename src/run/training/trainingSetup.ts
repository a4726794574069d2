/** The start of a run: its config, its data, and the engine set up on them. */
import { createHash } from 'node:crypto';
import type { Config } from '../../config/schema';
import type { Dataset } from '../../data/common/dataset';
import { loadDataset } from '../../data/load';
import type { Build } from '../../engine/kernels/kernels';
import { fastestBuild, webAssemblyKernels } from '../../engine/kernels/webAssembly';
import type { Helpers } from '../../engine/threads/formTeam';
import { createTraining } from '../../engine/trainer';
import type { Training } from '../../engine/training';
import { dataSource } from '../sources/dataFiles';
import type { FileSource } from '../sources/source';

export interface Trial {
  readonly config: Config;
  readonly dataset: Dataset;
  /** SHA-256 of the data file's bytes (of the names and bytes of several), or of the task's settings. */
  readonly fingerprint: string;
  /** The build of the kernels that the training is computed with. */
  readonly kernels: Build;
  readonly training: Training;
}

export interface DataPlace {
  /** Absolute path of the config, to which the data file's path is relative. */
  readonly config: string;
  /** Absolute folders the data file must lie in; absent: no limit. */
  readonly roots?: readonly string[];
}

/**
 * @param progress receives how much of the data file has been read; may throw to cancel
 * @param kernels the build to compute with
 * @param helpers threads that may help to train; without them, training stays on this thread
 * @throws DataError for data that cannot be used
 */
export async function prepareTrial(
  config: Config,
  place: DataPlace,
  progress: (file: string, bytes: number, totalBytes: number) => void,
  kernels: Build = fastestBuild(),
  helpers?: Helpers,
): Promise<Trial> {
  const { dataset, fingerprint } = await readData(config, place, progress);
  // Records may have shown how inputs and targets line up.
  const task = { ...config.task, shape: dataset.shape };
  const meant = { ...config, task };
  const training = createTraining(meant, dataset, { kernels: webAssemblyKernels(kernels), helpers });
  return { config: meant, dataset, fingerprint, kernels, training };
}

/**
 * @param progress receives how much of the data file has been read; may throw to cancel
 * @throws DataError for data that cannot be used
 */
export async function readData(
  config: Config,
  place: DataPlace,
  progress: (file: string, bytes: number, totalBytes: number) => void,
): Promise<Pick<Trial, 'dataset' | 'fingerprint'>> {
  let opened: FileSource | undefined;
  const dataset = await loadDataset(config, async (file) => {
    const data = { file, kind: config.data.kind };
    const source = await dataSource(place.config, data, place.roots, (bytes) =>
      progress(file, bytes, Math.max(bytes, source.size)),
    );
    opened = source;
    return source;
  });
  return { dataset, fingerprint: (await opened?.fingerprint()) ?? sha256(JSON.stringify(config.data)) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
