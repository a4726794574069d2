/** Records as sequences: fields joined to input and target rows, lengths as they are. */
import type { Config, RecordsData } from '../config/schema';
import {
  type Baseline,
  type BatchBuffer,
  DataError,
  type DataSource,
  type Dataset,
  type Scaling,
  type SequenceSet,
  type SequenceShape,
  type TargetKind,
} from './dataset';
import { classBaseline } from './frequencies';
import { Random } from './random';
import { type FieldValue, readRecords, type SequenceRecord } from './records';
import { measureScaling, unscaled } from './scaling';
import { Vocabulary } from './vocabulary';

/** One record, ready to be fed: `[steps][width]` numbers, and for class targets one code a step. */
interface Sequence {
  readonly line: number;
  readonly inputs: Float32Array;
  readonly inputSteps: number;
  readonly targets: Float32Array;
  readonly classes: Int32Array;
  readonly outputSteps: number;
  readonly stepLabels: readonly string[] | undefined;
}

/** @throws DataError where the records differ in kind, or do not fit the shape */
export async function recordsDataset(
  config: Config,
  data: RecordsData,
  source: DataSource,
): Promise<Dataset> {
  const records: SequenceRecord[] = [];
  for await (const record of readRecords(source, data.inputs, data.targets)) {
    records.push(record);
  }
  if (records.length < 2) {
    throw new DataError(
      `data.file: ${source.name} has ${records.length} records; two or more are needed, one for validation`,
      ['data', 'file'],
    );
  }
  const { shape } = config.task;
  checkAlike(records, data, source.name);
  const { training, validation } = splitRecords(records, data, config.training.seed);
  const inputs = new Columns(
    data.inputs,
    (record) => record.inputs,
    training,
    validation,
    data,
    source.name,
    false,
  );
  const single = shape === 'many-to-one' || shape === 'one-to-one';
  const targets = new Columns(
    data.targets,
    (record) => record.targets,
    training,
    validation,
    data,
    source.name,
    single,
  );
  const targetKind = kindOfTargets(config, targets);
  const build = (record: SequenceRecord) =>
    sequenceOf(record, inputs, targets, targetKind, shape, source.name);
  const trained = training.map(build);
  const validated = validation.map(build);
  const outputNames = targets.names;
  return {
    shape,
    targetKind,
    inputSize: inputs.names.length,
    outputSize: outputNames.length,
    inputNames: inputs.names,
    outputNames,
    inputScaling: inputs.scaling,
    targetScaling: targetKind === 'values' ? targets.scaling : outputNames.map(() => unscaled),
    training: sequenceSet(trained, shape, inputs.names.length, outputNames.length, targetKind),
    validation: sequenceSet(validated, shape, inputs.names.length, outputNames.length, targetKind),
    baseline: baselineOf(trained, validated.length > 0 ? validated : trained, targetKind, outputNames.length),
    notes: [],
  };
}

/** Every record's fields must be of the kinds and widths of the first one's. */
function checkAlike(records: readonly SequenceRecord[], data: RecordsData, file: string): void {
  const [first] = records;
  for (const record of records) {
    for (const part of ['inputs', 'targets'] as const) {
      record[part].forEach((value, i) => {
        const expected = describe(first[part][i]);
        if (describe(value) !== expected) {
          throw new DataError(
            `line ${record.line} of ${file}: field "${data[part][i]}" is ${describe(value)}, in line ${first.line} it is ${expected}`,
            ['data', part, i],
          );
        }
      });
    }
  }
}

function describe(value: FieldValue): string {
  return value.kind === 'text'
    ? 'a text'
    : value.rows[0].length > 1
      ? `rows of ${value.rows[0].length} numbers`
      : 'numbers';
}

function splitRecords(records: readonly SequenceRecord[], data: RecordsData, seed: number) {
  const held = Math.min(records.length - 1, Math.round(records.length * data.validation));
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

/** How the fields of one side become numbers: scaling, vocabulary or classes. */
class Columns {
  readonly names: readonly string[];
  readonly scaling: readonly Scaling[];
  readonly vocabulary: Vocabulary | undefined;

  /** @param whole whether a text is one class rather than a sequence of characters */
  constructor(
    fields: readonly string[],
    private readonly pick: (record: SequenceRecord) => readonly FieldValue[],
    training: readonly SequenceRecord[],
    validation: readonly SequenceRecord[],
    data: RecordsData,
    file: string,
    private readonly whole: boolean,
  ) {
    const values = pick(training[0]);
    const text = values.findIndex(({ kind }) => kind === 'text');
    if (text >= 0) {
      if (values.length > 1) {
        throw new DataError(`data: the text field "${fields[text]}" of ${file} can only be used alone`, [
          'data',
        ]);
      }
      const tokens = (records: readonly SequenceRecord[]) =>
        records.flatMap((record) => [...this.tokens(record)]);
      this.vocabulary = new Vocabulary(tokens(training), tokens(validation), file);
      this.names = this.vocabulary.characters;
      this.scaling = this.names.map(() => unscaled);
      return;
    }
    this.vocabulary = undefined;
    const names: string[] = [];
    const scaling: Scaling[] = [];
    values.forEach((value, f) => {
      const width = value.kind === 'number' ? value.rows[0].length : 0;
      for (let j = 0; j < width; j++) {
        names.push(width > 1 ? `${fields[f]}[${j}]` : fields[f]);
        const column = function* () {
          for (const record of training) {
            const field = pick(record)[f];
            for (const row of field.kind === 'number' ? field.rows : []) {
              yield row[j];
            }
          }
        };
        scaling.push(measureScaling(column(), data.normalize));
      }
    });
    this.names = names;
    this.scaling = scaling;
  }

  /** The characters of a record's text; the whole text where it is a class. */
  tokens(record: SequenceRecord): readonly string[] {
    const [value] = this.pick(record);
    return value.kind === 'text' ? (this.whole ? [value.text] : value.characters) : [];
  }

  /** The record's rows before scaling; fields of one row stand in every row. */
  rows(record: SequenceRecord, file: string): number[][] {
    const fields = this.pick(record).map((value) => (value.kind === 'number' ? value.rows : []));
    const steps = Math.max(...fields.map((rows) => rows.length));
    const odd = fields.find((rows) => rows.length !== steps && rows.length !== 1);
    if (odd) {
      throw new DataError(
        `line ${record.line} of ${file}: fields of ${steps} and of ${odd.length} steps cannot be used together`,
        ['data'],
      );
    }
    return Array.from({ length: steps }, (_, t) =>
      fields.flatMap((rows) => [...rows[rows.length === 1 ? 0 : t]]),
    );
  }
}

function kindOfTargets(config: Config, targets: Columns): TargetKind {
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

function sequenceOf(
  record: SequenceRecord,
  inputs: Columns,
  targets: Columns,
  kind: TargetKind,
  shape: SequenceShape,
  file: string,
): Sequence {
  const tokens = inputs.tokens(record);
  const { vocabulary } = inputs;
  const inputRows = vocabulary
    ? tokens.map((token) => oneHot(vocabulary.code(token), vocabulary.size))
    : inputs.rows(record, file).map((row) => scaled(row, inputs.scaling));
  const targetTokens = targets.tokens(record);
  const targetRows = targets.vocabulary ? [] : targets.rows(record, file);
  if (kind === 'binary' && targetRows.some((row) => row.some((value) => value !== 0 && value !== 1))) {
    throw new DataError(`line ${record.line} of ${file}: binaryCrossEntropy needs targets of 0 or 1`, [
      'data',
      'targets',
    ]);
  }
  const numbers = kind === 'values' ? targetRows.map((row) => scaled(row, targets.scaling)) : targetRows;
  const outputSteps = targets.vocabulary ? targetTokens.length : numbers.length;
  checkSteps(record.line, file, shape, inputRows.length, outputSteps);
  return {
    line: record.line,
    inputs: Float32Array.from(inputRows.flat()),
    inputSteps: inputRows.length,
    targets: Float32Array.from(numbers.flat()),
    classes: Int32Array.from(targetTokens, (token) => targets.vocabulary?.code(token) ?? 0),
    outputSteps,
    stepLabels: vocabulary ? tokens : undefined,
  };
}

/** Whether the lengths of inputs and targets fit the shape. */
function checkSteps(line: number, file: string, shape: SequenceShape, inputs: number, outputs: number): void {
  const bad = (what: string) =>
    new DataError(`line ${line} of ${file}: ${shape} needs ${what}`, ['task', 'shape']);
  if ((shape === 'one-to-one' || shape === 'one-to-many') && inputs !== 1) {
    throw bad(`one input step, there are ${inputs}`);
  }
  if ((shape === 'one-to-one' || shape === 'many-to-one') && outputs !== 1) {
    throw bad(`one target, there are ${outputs}`);
  }
  if (shape === 'many-to-many' && inputs !== outputs) {
    throw bad(
      `a target for each input step, there are ${outputs} for ${inputs}; for different lengths use encoder-decoder`,
    );
  }
}

function scaled(row: readonly number[], scaling: readonly Scaling[]): number[] {
  return row.map((value, j) => (value - scaling[j].offset) / scaling[j].scale);
}

function oneHot(k: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => (i === k ? 1 : 0));
}

function sequenceSet(
  sequences: readonly Sequence[],
  shape: SequenceShape,
  I: number,
  O: number,
  kind: TargetKind,
): SequenceSet {
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const writeTarget = (sequence: Sequence, step: number, place: number, batch: BatchBuffer) => {
    batch.mask[place] = 1;
    if (kind === 'classes') {
      batch.targetClass[place] = sequence.classes[step];
      return;
    }
    for (let j = 0; j < O; j++) {
      batch.target[place * O + j] = sequence.targets[step * O + j];
    }
  };
  return {
    count: sequences.length,
    inputSteps: (i) => sequences[i].inputSteps,
    outputSteps: (i) => (own ? sequences[i].outputSteps : sequences[i].inputSteps),
    writeInputs(i, from, to, batch, b) {
      const sequence = sequences[i];
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        const real = t < sequence.inputSteps;
        for (let j = 0; j < I; j++) {
          batch.x[place * I + j] = real ? sequence.inputs[t * I + j] : 0;
        }
        if (own) {
          continue;
        }
        batch.mask[place] = 0;
        if (real && shape !== 'many-to-one') {
          writeTarget(sequence, t, place, batch);
        } else if (real && t === sequence.inputSteps - 1) {
          writeTarget(sequence, 0, place, batch);
        }
      }
    },
    writeTargets(i, from, to, batch, b) {
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        batch.mask[place] = 0;
        if (t < sequences[i].outputSteps) {
          writeTarget(sequences[i], t, place, batch);
        }
      }
    },
    label: (i) => `line ${sequences[i].line}`,
    stepLabel: (i, step) => sequences[i].stepLabels?.[step],
    position: (i) => ({ line: sequences[i].line - 1, column: 0 }),
  };
}

/** What the training part's mean, or its frequencies, would cost on the measured part. */
function baselineOf(
  training: readonly Sequence[],
  measured: readonly Sequence[],
  kind: TargetKind,
  O: number,
): Baseline {
  if (kind === 'classes') {
    const counts = (sequences: readonly Sequence[]) => {
      const found = new Float64Array(O);
      for (const { classes } of sequences) {
        for (const code of classes) {
          found[code]++;
        }
      }
      return found;
    };
    const targets = measured.reduce((sum, { classes }) => sum + classes.length, 0);
    return classBaseline(counts(training), counts(measured), targets);
  }
  const prior = kind === 'binary' ? 1 : 0; // Laplace, as for classes
  const means = Array.from({ length: O }, (_, j) => {
    let sum = prior;
    let count = 2 * prior;
    for (const { targets } of training) {
      for (let at = j; at < targets.length; at += O) {
        sum += targets[at];
        count++;
      }
    }
    return sum / count;
  });
  let loss = 0;
  let count = 0;
  for (const { targets } of measured) {
    targets.forEach((value, at) => {
      const mean = means[at % O];
      loss +=
        kind === 'binary'
          ? -(value * Math.log(mean) + (1 - value) * Math.log(1 - mean))
          : (value - mean) ** 2;
      count++;
    });
  }
  return { name: kind === 'binary' ? 'class frequencies' : 'training mean', loss: loss / count };
}
