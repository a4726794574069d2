/** A run, or a config without one, opened for viewing: its data by its own config, and its model. */
import { stat } from 'node:fs/promises';
import { hasLines } from '../../config/kind';
import type { Config } from '../../config/schema';
import { DataError, type Dataset } from '../../data/common/dataset';
import { fastestBuild, isSupported, webAssemblyKernels } from '../../engine/kernels/webAssembly';
import { Observer } from '../../engine/observer';
import type { PickRequest } from '../../protocol/worker';
import { readConfig } from '../files/configText';
import { readRunConfig, readRunRecord } from '../files/folder';
import { InputError } from '../files/inputError';
import { findDataFiles } from '../sources/dataFiles';
import { readData } from '../training/trainingSetup';

export interface Observation {
  readonly config: Config;
  readonly dataset: Dataset;
  readonly observer: Observer;
  /** The data file, as its real path; undefined where there is none, or none with lines to show. */
  readonly file: string | undefined;
  /** Whether the data differs from the data that the run was trained on. */
  readonly dataChanged: boolean;
}

interface Place extends Pick<PickRequest, 'config'>, Partial<Pick<PickRequest, 'roots'>> {
  /** The run's folder; null: there is no run, and the config itself is used with the data as it is now. */
  readonly folder: string | null;
}

/** The observation that was opened last, kept because many queries in a row are about the same one. */
let last: { readonly key: string; readonly observation: Observation } | undefined;

/**
 * @param progress receives how much of the data file has been read; may throw to cancel
 * @param acceptsChangedData whether data that has changed since the training is accepted
 * @throws InputError with one line where run or data cannot be read; ChangedData where the data has changed
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
    const files = data.kind === 'task' ? [] : await findDataFiles(configFile, data, roots);
    const states: (readonly [path: string, mtimeMs: number, size: number])[] = [];
    for (const { path } of files) {
      const { mtimeMs, size } = await stat(path);
      states.push([path, mtimeMs, size]);
    }
    const file = data.kind !== 'task' && hasLines(data.file) ? files[0]?.path : undefined;
    const key = JSON.stringify([folder ?? config, configFile, states]);
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
    // Older runs do not state which kernels they were computed with; those of a newer engine may not run on
    // this one.
    const { kernels = 'plain' } = record ?? { kernels: fastestBuild() };
    const build = isSupported(kernels) ? kernels : 'plain';
    const observer = new Observer(config, dataset, webAssemblyKernels(build));
    last = { key, observation: { config, dataset, observer, file, dataChanged } };
    return last.observation;
  } catch (error) {
    throw error instanceof DataError ? new InputError(error.message, error.key) : error;
  }
}

/** The error for data that has changed since the run began. */
export class ChangedData extends InputError {}

function changed(data: Config['data']): ChangedData {
  const what = data.kind === 'task' ? 'The data' : `"${data.file}"`;
  return new ChangedData(
    `${what} is not what it was when this run began, so its sequences are others; train again to look at them.`,
  );
}
