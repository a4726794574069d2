/** Records as sequences, each of its own length, checked against the shape. */
import { fedOf, type Scaling } from '../../notation/scaling';
import {
  type BatchBuffer,
  DataError,
  type SequenceSet,
  type SequenceShape,
  type TargetKind,
} from '../common/dataset';
import { tokenWriter } from '../common/tokenInput';
import type { RecordFields } from './recordFields';
import type { SequenceRecord } from './records';

/** One record, ready to be fed to the network. */
export interface RecordSequence {
  readonly line: number;
  /** Its file, where the data has several. */
  readonly file: string | undefined;
  readonly inputSteps: number;
  readonly outputSteps: number;
  /** `[inputSteps][I]` scaled; empty where the input is a text. */
  readonly inputs: Float32Array;
  /** The character of each input step; empty where the input is numbers. */
  readonly characters: Uint16Array;
  /** `[outputSteps][O]` scaled; empty where the targets are classes. */
  readonly targets: Float32Array;
  /** The class of each output step. */
  readonly classes: Uint16Array;
  /** Whether the record has targets; without them, `targets` and `classes` are empty. */
  readonly hasTargets: boolean;
}

/** @throws DataError with the line, where the record does not fit the shape or the loss */
export function recordSequence(
  record: SequenceRecord,
  inputs: RecordFields,
  targets: RecordFields,
  kind: TargetKind,
  shape: SequenceShape,
  dataFile: string,
): RecordSequence {
  const file = record.file ?? dataFile;
  const read = codes(record, inputs);
  const hasTargets = record.targets.length > 0;
  const predicted = hasTargets ? codes(record, targets) : new Uint16Array();
  const inputNumbers = inputs.vocabulary ? undefined : inputs.numbers(record);
  const targetNumbers = targets.vocabulary || !hasTargets ? undefined : targets.numbers(record);
  const odd =
    kind === 'binary' ? targetNumbers?.values.find((value) => value !== 0 && value !== 1) : undefined;
  if (odd !== undefined) {
    throw new DataError(
      `line ${record.line} of ${file}: binaryCrossEntropy needs targets of 0 or 1, found ${odd}`,
      ['data', 'targets'],
    );
  }
  const inputSteps = inputNumbers?.steps ?? read.length;
  const single = shape === 'one-to-one' || shape === 'many-to-one';
  const outputSteps = hasTargets ? (targetNumbers?.steps ?? predicted.length) : single ? 1 : inputSteps;
  checkSteps(record.line, file, shape, inputSteps, outputSteps);
  return {
    line: record.line,
    file: record.file,
    inputSteps,
    outputSteps,
    inputs: scaled(inputNumbers?.values, inputs.scaling),
    characters: read,
    targets: scaled(targetNumbers?.values, kind === 'values' ? targets.scaling : undefined),
    classes: predicted,
    hasTargets,
  };
}

export function recordSequences(
  sequences: readonly RecordSequence[],
  shape: SequenceShape,
  inputs: RecordFields,
  outputs: number,
  embedded: boolean,
): SequenceSet {
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const I = inputs.names.length;
  const writeToken = inputs.vocabulary && tokenWriter(I, embedded);
  const writeTarget = (sequence: RecordSequence, step: number, place: number, batch: BatchBuffer) => {
    batch.mask[place] = 1;
    if (!sequence.hasTargets) {
      return;
    }
    if (sequence.classes.length > 0) {
      batch.targetClass[place] = sequence.classes[step];
      return;
    }
    for (let j = 0; j < outputs; j++) {
      batch.target[place * outputs + j] = sequence.targets[step * outputs + j];
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
        if (writeToken) {
          writeToken(batch, place, real ? sequence.characters[t] : -1);
        } else {
          writeNumbers(sequence, t, batch, place, I);
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
    label(i) {
      const { line, file } = sequences[i];
      return file === undefined ? `line ${line}` : `${file}, line ${line}`;
    },
    stepLabel: (i, step) => {
      const { characters } = sequences[i];
      return step < characters.length ? inputs.names[characters[step]] : undefined;
    },
    position: (i) => ({ line: sequences[i].line - 1, column: 0 }),
    hasTarget: (i) => sequences[i].hasTargets,
    targetPlace: (i) => ({ line: sequences[i].line - 1, label: undefined }),
    atLine(line) {
      const sequence = sequences.findIndex((each) => each.line === line + 1);
      return sequence < 0 ? undefined : { sequence, as: 'last' };
    },
  };
}

/** Writes the numbers of step t; past the sequence's end it writes zeros. */
function writeNumbers(
  { inputs, inputSteps }: RecordSequence,
  t: number,
  batch: BatchBuffer,
  place: number,
  I: number,
): void {
  for (let j = 0; j < I; j++) {
    batch.x[place * I + j] = t < inputSteps ? inputs[t * I + j] : 0;
  }
}

function codes(record: SequenceRecord, fields: RecordFields): Uint16Array {
  const { vocabulary } = fields;
  return vocabulary
    ? Uint16Array.from(fields.tokens(record), (token) => vocabulary.code(token))
    : new Uint16Array();
}

function scaled(values: Float64Array | undefined, scaling: readonly Scaling[] | undefined): Float32Array {
  return Float32Array.from(values ?? [], (value, at) => {
    if (!scaling) {
      return value;
    }
    return fedOf(value, scaling[at % scaling.length]);
  });
}

/**
 * Checks that the lengths of inputs and targets fit the shape.
 * @throws DataError with the line where they do not
 */
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
