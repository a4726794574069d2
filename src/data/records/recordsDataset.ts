/** Records as a data set: one sequence per line, with numbers scaled and texts as classes. */
import type { Config, RecordsData } from '../../config/schema';
import { quantity } from '../../notation/numbers';
import { unscaled } from '../../notation/scaling';
import { binaryBaseline, classBaseline, meanBaseline, type TargetVisit } from '../common/classBaseline';
import {
  type Baseline,
  DataError,
  type DataSource,
  type Dataset,
  type SequenceShape,
  type TargetKind,
} from '../common/dataset';
import { closeInputs } from '../common/leakingInputs';
import { Random } from '../common/random';
import type { TrainedSource } from '../common/trainedData';
import { validationCount } from '../common/validationCount';
import { findPadding, withoutPadding } from './padding';
import { checkAlike, RecordFields } from './recordFields';
import { type RecordSequence, recordSequence, recordSequences } from './recordSequences';
import { shapeOfRecords, withNumbersAsClasses } from './recordShape';
import type { SequenceRecord } from './records';
import { recordsOfFile } from './recordsOfFile';

/** @throws DataError where the records differ in kind, or do not fit the shape */
export async function recordsDataset(
  config: Config,
  data: RecordsData,
  source: DataSource,
): Promise<Dataset> {
  const file = source.name;
  const read: SequenceRecord[] = [];
  for await (const record of recordsOfFile(source, data, targetsLie(config.task.shape) === 'single')) {
    read.push(record);
  }
  const shape = shapeOfRecords(config.task.shape, read);
  const lie = targetsLie(shape);
  const { padding: filled } = data;
  const unpadded = filled === undefined ? read : read.map((record) => withoutPadding(record, filled, lie));
  const classes = config.task.loss === 'crossEntropy' && lie === 'single';
  const records = classes ? withNumbersAsClasses(unpadded) : unpadded;
  if (records.length < 2) {
    throw new DataError(
      `data.file: ${file} has ${quantity(records.length, 'record')}; two or more are needed, one for validation`,
      ['data', 'file'],
    );
  }
  checkAlike(records, data, file);
  const { training, validation } = splitRecords(records, data, config.training.seed);
  const single = shape === 'many-to-one' || shape === 'one-to-one';
  const inputs = new RecordFields({ key: 'inputs', whole: false }, training, validation, data, file);
  const targets = new RecordFields({ key: 'targets', whole: single }, training, validation, data, file);
  const targetKind = kindOfTargets(config, targets);
  const build = (record: SequenceRecord) =>
    recordSequence(record, inputs, targets, targetKind, shape, file, data.mask);
  const trained = training.map(build);
  const validated = validation.map(build);
  const outputs = targets.names.length;
  const embedded = inputs.vocabulary !== undefined && config.model.embedding !== undefined;
  const set = recordSequences(trained, shape, inputs, outputs, embedded);
  const features = embedded ? [] : inputs.names;
  const padding = data.padding === undefined ? findPadding(training, lie === 'along') : undefined;
  return {
    shape,
    targetKind,
    inputSize: features.length,
    outputSize: outputs,
    ...(embedded ? { embedded: [{ name: data.inputs[0], tokens: inputs.names }] } : {}),
    inputNames: features,
    outputNames: targets.names,
    inputScaling: embedded ? [] : inputs.scaling,
    targetScaling: targetKind === 'values' ? targets.scaling : targets.names.map(() => unscaled),
    training: set,
    validation: recordSequences(validated, shape, inputs, outputs, embedded),
    baseline: baselineOf(trained, validated.length > 0 ? validated : trained, targetKind, outputs),
    trained: { inputs: inputs.trained, targets: binaryUnscaled(targets.trained, targetKind) },
    notes: [
      ...(shape === config.task.shape
        ? []
        : [`Each record has one target, so it is predicted after the last step ("shape": "${shape}").`]),
      ...(inputs.vocabulary?.notes ?? []),
      ...(targets.vocabulary?.notes ?? []),
    ],
    facts: {
      closeInputs: closeInputs({
        shape,
        targetKind,
        set,
        inputs: features.map((name, i) => ({ name, column: inputs.fields[i] })),
        targets: targetKind === 'classes' ? data.targets : targets.names,
        outputSize: outputs,
        known(sequence, step, j) {
          const { classes, targets: values } = trained[sequence];
          const before = step > 0 && !single ? step - 1 : Number.NaN;
          return (targetKind === 'classes' ? classes[before] : values[before * outputs + j]) ?? Number.NaN;
        },
      }),
      ...(padding ? { padding } : {}),
    },
  };
}

/** Yes and no are not scaled. */
function binaryUnscaled(sources: readonly TrainedSource[], kind: TargetKind): readonly TrainedSource[] {
  return sources.map((source) =>
    kind === 'binary' && source.kind === 'number'
      ? { ...source, scaling: source.scaling.map(() => unscaled) }
      : source,
  );
}

/**
 * The place of the targets relative to the inputs: step by step along them, as a sequence of their own, or a
 * single one.
 */
export function targetsLie(shape: SequenceShape): 'along' | 'own' | 'single' {
  switch (shape) {
    case 'many-to-many':
      return 'along';
    case 'encoder-decoder':
    case 'one-to-many':
      return 'own';
    case 'many-to-one':
    case 'one-to-one':
      return 'single';
  }
}

function splitRecords(records: readonly SequenceRecord[], data: RecordsData, seed: number) {
  const held = validationCount(records.length, data.validation);
  if (data.split === 'end') {
    const cut = records.length - held;
    return { training: records.slice(0, cut), validation: records.slice(cut) };
  }
  const chosen = new Set(new Random(seed, 'split').permutation(records.length).subarray(0, held));
  return {
    training: records.filter((_, i) => !chosen.has(i)),
    validation: records.filter((_, i) => chosen.has(i)),
  };
}

/** The kind of the targets: texts are classes, numbers are yes/no where the loss is binary cross-entropy. */
function kindOfTargets(config: Config, targets: RecordFields): TargetKind {
  const { loss } = config.task;
  if (targets.vocabulary) {
    if (loss !== undefined && loss !== 'crossEntropy') {
      throw new DataError(`task.loss: ${loss} needs numbers, but the targets are texts; use crossEntropy`, [
        'task',
        'loss',
      ]);
    }
    return 'classes';
  }
  if (loss === 'crossEntropy') {
    throw new DataError(
      'task.loss: crossEntropy needs texts as targets, these are numbers; use mse or binaryCrossEntropy',
      ['task', 'loss'],
    );
  }
  return loss === 'binaryCrossEntropy' ? 'binary' : 'values';
}

/**
 * The loss on the measured part of always answering with the training part's mean, or with its frequencies.
 */
function baselineOf(
  training: readonly RecordSequence[],
  measured: readonly RecordSequence[],
  kind: TargetKind,
  outputs: number,
): Baseline {
  if (kind === 'classes') {
    const counts = (sequences: readonly RecordSequence[]) => {
      const found = new Float64Array(outputs);
      for (const { classes, mask } of sequences) {
        classes.forEach((code, step) => {
          found[code] += mask?.[step] ?? 1;
        });
      }
      return found;
    };
    const found = counts(measured);
    const targets = found.reduce((sum, count) => sum + count, 0);
    return classBaseline(counts(training), found, targets);
  }
  const values =
    (sequences: readonly RecordSequence[]): TargetVisit =>
    (each) => {
      for (const { targets, mask } of sequences) {
        for (let at = 0; at < targets.length; at++) {
          if (mask?.[Math.floor(at / outputs)] !== 0) {
            each(targets[at], at % outputs);
          }
        }
      }
    };
  const baseline = kind === 'binary' ? binaryBaseline : meanBaseline;
  return baseline(outputs, values(training), values(measured));
}
