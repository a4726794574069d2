/** The model of a run and the data that it is to predict: the run's own, or a new file. */
import path from 'node:path';
import type { Config } from '../../config/schema';
import { DataError, type NewData, type SequenceSet, type TargetKind } from '../../data/common/dataset';
import { networkInput, outputNames, outputScaling, type TrainedData } from '../../data/common/trainedData';
import { loadNewData } from '../../data/load';
import { isSupported, webAssemblyKernels } from '../../engine/kernels/webAssembly';
import { Observer } from '../../engine/observer';
import { FormatError } from '../../formats/safetensors';
import type { Scaling } from '../../notation/scaling';
import type { PredictRequest } from '../../protocol/worker';
import { fileNames, readRunConfig, readRunRecord } from '../files/folder';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import { ChangedData, observe } from '../questions/observation';
import { watchedSet } from '../questions/sequenceChoice';
import { trainedDataOf } from '../questions/trainedData';
import { dataSource } from '../sources/dataFiles';
import type { PredictedSet } from './prediction';

export interface PredictedData {
  readonly targetKind: TargetKind;
  readonly outputs: readonly string[];
  /** Scaling of each output; unscaled for classes and yes/no. */
  readonly scaling: readonly Scaling[];
  readonly sets: readonly { readonly name: PredictedSet; readonly set: SequenceSet }[];
  readonly observer: Observer;
  /** Updates after which the weights were taken. */
  readonly step: number;
  readonly notes: readonly string[];
  /** Reads the data for a forecast; undefined where the data is generated. */
  readonly future: (() => Promise<NewData>) | undefined;
}

/** @throws InputError with one line where run, weights or data cannot be read */
export async function openPredicted(
  request: PredictRequest,
  reading: (bytes: number, total: number) => void,
): Promise<PredictedData> {
  const { folder, data } = request;
  const config = await readRunConfig(folder);
  try {
    const opened =
      data === null ? await ownData(request, config, reading) : await newData(request, config, data, reading);
    const file = path.join(folder, fileNames.checkpoint);
    const weights = await readTensorFile(file, 'checkpoint');
    try {
      opened.observer.take(weights);
    } catch (error) {
      throw error instanceof FormatError ? new InputError(`${file}: ${error.message}`) : error;
    }
    return { ...opened, step: Number(weights.metadata.step ?? 0) };
  } catch (error) {
    throw error instanceof DataError ? new InputError(error.message, error.key) : error;
  }
}

async function ownData(
  request: PredictRequest,
  config: Config,
  reading: (bytes: number, total: number) => void,
): Promise<Omit<PredictedData, 'step'>> {
  const { dataset, observer } = await observe(request, reading).catch((error: unknown) => {
    throw error instanceof ChangedData && config.data.kind !== 'task'
      ? new InputError(
          `"${config.data.file}" is not what it was when this run began; give it with --data to predict it as new data`,
        )
      : error;
  });
  const wanted = request.set ?? watchedSet(dataset);
  if (wanted === 'validation' && dataset.validation.count === 0) {
    throw new InputError('the run has no validation set, its data.validation is 0; use --set training');
  }
  const names = wanted === 'all' ? (['training', 'validation'] as const) : [wanted];
  const { targetKind, trained } = dataset;
  return {
    targetKind,
    outputs: dataset.outputNames,
    scaling: dataset.targetScaling,
    sets: names.map((name) => ({ name, set: dataset[name] })),
    observer,
    notes: [],
    future:
      config.data.kind === 'task' || trained === undefined
        ? undefined
        : reader(request, config, config.data.file, trained, targetKind, reading),
  };
}

async function newData(
  request: PredictRequest,
  config: Config,
  given: string,
  reading: (bytes: number, total: number) => void,
): Promise<Omit<PredictedData, 'step'>> {
  if (request.set !== null) {
    throw new InputError('--set chooses a part of the run’s own data; leave it out with --data');
  }
  const training = await trainedDataOf(request, config, reading);
  if (!training) {
    throw new InputError('the run was trained on a generated task, which has no file; leave out --data');
  }
  const { trained, targetKind } = training;
  const read = await reader(request, config, given, trained, targetKind, reading)();
  const { kernels = 'plain' } = await readRunRecord(request.folder);
  const outputs = outputNames(trained.targets);
  const sets = [{ name: 'new' as const, set: read.set }];
  const observer = new Observer(
    config,
    {
      shape: config.task.shape,
      targetKind,
      ...networkInput(trained.inputs, config.model.embedding !== undefined),
      outputSize: outputs.length,
      training: read.set,
      validation: read.set,
    },
    webAssemblyKernels(isSupported(kernels) ? kernels : 'plain'),
  );
  return {
    targetKind,
    outputs,
    scaling: outputScaling(trained.targets),
    sets,
    observer,
    notes: read.notes,
    future: async () => read,
  };
}

/** Reads a file, a folder or a pattern as the training read its own. */
function reader(
  { config: configFile, roots }: PredictRequest,
  config: Config,
  file: string,
  trained: TrainedData,
  targetKind: TargetKind,
  reading: (bytes: number, total: number) => void,
): () => Promise<NewData> {
  return () =>
    loadNewData(config, trained, targetKind, async () => {
      const source = await dataSource(configFile, { file, kind: config.data.kind }, roots, (bytes) =>
        reading(bytes, Math.max(bytes, source.size)),
      );
      return { ...source, name: path.basename(file) };
    });
}
