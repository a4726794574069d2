/** A run, or a config without one, opened to be looked at: its data as its own config has it, and its model. */
import { stat } from 'node:fs/promises';
import type { Config } from '../../config/schema';
import { DataError, type Dataset } from '../../data/common/dataset';
import { fastestBuild, isSupported, webAssemblyKernels } from '../../engine/kernels/webAssembly';
import { Observer } from '../../engine/observer';
import type { PickRequest } from '../../protocol/worker';
import { readConfig } from '../files/configText';
import { readRunConfig, readRunRecord } from '../files/folder';
import { InputError } from '../files/inputError';
import { findDataFile } from '../files/source';
import { readData } from '../training/trainingSetup';

export interface Observation {
  readonly config: Config;
  readonly dataset: Dataset;
  readonly observer: Observer;
  /** The data file, as its real path; undefined where there is none. */
  readonly file: string | undefined;
  /** Whether the data is another than the run was trained on. */
  readonly dataChanged: boolean;
}

interface Place extends Pick<PickRequest, 'config' | 'roots'> {
  /** Of the run; null: there is none, and the config itself and the data as it is now are looked at. */
  readonly folder: string | null;
}

/** The one that was opened last, which is asked about again and again. */
let last: { readonly key: string; readonly observation: Observation } | undefined;

/**
 * @param progress hears how much of the data file has been read; may throw to cancel
 * @param acceptsChangedData whether data that is not what it was is looked at all the same
 * @throws InputError with one line where run or data cannot be read; ChangedData where it is not what it was
 */
export async function observe(
  { folder, config: configFile, roots }: Place,
  progress: (bytes: number, totalBytes: number) => void,
  acceptsChangedData = false,
): Promise<Observation> {
  const config = folder === null ? await readConfig(configFile) : await readRunConfig(folder);
  try {
    const { data } = config;
    const place = { config: configFile, roots };
    const file = data.kind === 'task' ? undefined : await findDataFile(configFile, data.file, roots);
    const { mtimeMs, size } = file === undefined ? { mtimeMs: 0, size: 0 } : await stat(file);
    const key = JSON.stringify([folder ?? config, configFile, file, mtimeMs, size]);
    if (last?.key === key) {
      if (last.observation.dataChanged && !acceptsChangedData) {
        throw changed(data);
      }
      return last.observation;
    }
    last = undefined;
    const record = folder === null ? undefined : await readRunRecord(folder);
    const { dataset, fingerprint } = await readData(config, place, (_, bytes, total) =>
      progress(bytes, total),
    );
    const dataChanged = record !== undefined && fingerprint !== record.dataFingerprint;
    if (dataChanged && !acceptsChangedData) {
      throw changed(data);
    }
    // Older runs do not say which kernels they were computed with; those of a newer engine may not run on this one.
    const { kernels = 'plain' } = record ?? { kernels: fastestBuild() };
    const build = isSupported(kernels) ? kernels : 'plain';
    const observer = new Observer(config, dataset, webAssemblyKernels(build));
    last = { key, observation: { config, dataset, observer, file, dataChanged } };
    return last.observation;
  } catch (error) {
    throw error instanceof DataError ? new InputError(error.message, error.key) : error;
  }
}

/** The data of a run is not what it was when it began. */
export class ChangedData extends InputError {}

function changed(data: Config['data']): ChangedData {
  const what = data.kind === 'task' ? 'The data' : `"${data.file}"`;
  return new ChangedData(
    `${what} is not what it was when this run began, so its sequences are others; train again to look at them.`,
  );
}
