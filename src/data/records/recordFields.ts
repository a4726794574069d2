/** The fields of records as numbers: features or targets with names and scaling, or classes. */
import type { RecordsData } from '../../config/schema';
import { type Scaling, unscaled } from '../../notation/scaling';
import { DataError } from '../common/dataset';
import { KnownTokens } from '../common/knownTokens';
import { measureScaling } from '../common/scaling';
import type { TrainedSource } from '../common/trainedData';
import { Vocabulary } from '../common/vocabulary';
import type { FieldValue, SequenceRecord } from './records';

/** The fields of one side, inputs or targets, of every record. */
export interface Side {
  readonly key: 'inputs' | 'targets';
  /** Whether a text is one class rather than a sequence of characters. */
  readonly whole: boolean;
}

/** Turns the fields of one side into numbers. */
export class RecordFields {
  readonly names: readonly string[];
  /** The field from which each of the names comes. */
  readonly fields: readonly string[];
  readonly scaling: readonly Scaling[];
  /** The vocabulary where the side is a text. */
  readonly vocabulary: Pick<Vocabulary, 'tokens' | 'code' | 'hasUnknown' | 'notes'> | undefined;

  /**
   * @param known how a training read these fields; absent: they are measured
   * @throws DataError where fields cannot be used together
   */
  constructor(
    private readonly side: Side,
    training: readonly SequenceRecord[],
    validation: readonly SequenceRecord[],
    private readonly data: RecordsData,
    private readonly file: string,
    known?: readonly TrainedSource[],
  ) {
    const fields = data[side.key];
    if (known) {
      const [first] = known;
      const features = known.flatMap((source) => featuresOf(source));
      this.vocabulary =
        first.kind === 'word' || first.kind === 'tokens'
          ? new KnownTokens(first.tokens, first.unknown)
          : undefined;
      this.names = features.map(({ name }) => name);
      this.fields = features.map(({ field }) => field);
      this.scaling = features.map(({ scaling }) => scaling);
      return;
    }
    const values = training[0][side.key];
    const text = values.findIndex(({ kind }) => kind === 'text');
    if (text >= 0) {
      if (values.length > 1) {
        throw new DataError(
          `data.${side.key}: the field "${fields[text]}" of ${file} holds texts, which can only be used alone`,
          ['data', side.key],
        );
      }
      const what = side.whole ? 'classes' : 'characters';
      this.vocabulary = new Vocabulary(this.allTokens(training), this.allTokens(validation), what, file);
      this.names = this.vocabulary.tokens;
      this.fields = this.names.map(() => fields[0]);
      this.scaling = this.names.map(() => unscaled);
      return;
    }
    const columns = values.flatMap((value, f) =>
      Array.from({ length: widthOf(value) }, (_, j) => ({
        field: fields[f],
        name: widthOf(value) > 1 ? `${fields[f]}[${j}]` : fields[f],
        scaling: measureScaling(numbersIn(training, side.key, f, j), data.normalize, fields[f]),
      })),
    );
    this.names = columns.map(({ name }) => name);
    this.fields = columns.map(({ field }) => field);
    this.scaling = columns.map(({ scaling }) => scaling);
  }

  /** How the fields are read, so that new records can be read alike. */
  get trained(): readonly TrainedSource[] {
    const { vocabulary, side, data, fields, scaling } = this;
    return data[side.key].map((name) =>
      vocabulary
        ? {
            kind: side.whole ? 'word' : 'tokens',
            name,
            tokens: vocabulary.tokens,
            unknown: vocabulary.hasUnknown,
          }
        : { kind: 'number', name, scaling: scaling.filter((_, i) => fields[i] === name) },
    );
  }

  /** The characters of a record's text; where it is a class, the whole text as one token. */
  tokens(record: SequenceRecord): readonly string[] {
    const [value] = record[this.side.key];
    return value.kind === 'text' ? (this.side.whole ? [value.text] : [...value.text]) : [];
  }

  /**
   * A record's numbers `[steps][names]` before scaling; a field of one step is repeated in every step.
   * @throws DataError where the fields have different numbers of steps
   */
  numbers(record: SequenceRecord): { steps: number; values: Float64Array } {
    const fields = record[this.side.key].filter((value) => value.kind === 'number');
    const steps = fields.reduce((most, field) => Math.max(most, field.steps), 0);
    const odd = fields.findIndex((field) => field.steps !== steps && field.steps !== 1);
    if (odd >= 0) {
      throw new DataError(
        `line ${record.line} of ${record.file ?? this.file}: field "${this.data[this.side.key][odd]}" has ${fields[odd].steps} steps, another has ${steps}`,
        ['data', this.side.key, odd],
      );
    }
    const width = this.names.length;
    const values = new Float64Array(steps * width);
    let column = 0;
    for (const field of fields) {
      for (let t = 0; t < steps; t++) {
        for (let j = 0; j < field.width; j++) {
          values[t * width + column + j] = field.values[(field.steps === 1 ? 0 : t) * field.width + j];
        }
      }
      column += field.width;
    }
    return { steps, values };
  }

  private *allTokens(records: readonly SequenceRecord[]): Generator<string> {
    for (const record of records) {
      yield* this.tokens(record);
    }
  }
}

/**
 * Checks that every record's fields have the kinds and widths of the first record's.
 * @throws DataError with the first line that differs
 */
export function checkAlike(records: readonly SequenceRecord[], data: RecordsData, file: string): void {
  const [first] = records;
  for (const record of records) {
    for (const key of ['inputs', 'targets'] as const) {
      record[key].forEach((value, i) => {
        const expected = describe(first[key][i]);
        if (describe(value) !== expected) {
          throw new DataError(
            `line ${record.line} of ${record.file ?? file}: field "${data[key][i]}" is ${describe(value)}, in line ${first.line}${first.file === undefined ? '' : ` of ${first.file}`} it is ${expected}`,
            ['data', key, i],
          );
        }
      });
    }
  }
}

/** The features of a field that a training has read. */
function featuresOf(
  source: TrainedSource,
): { readonly name: string; readonly field: string; readonly scaling: Scaling }[] {
  switch (source.kind) {
    case 'number':
      return source.scaling.map((scaling, j) => ({
        name: source.scaling.length > 1 ? `${source.name}[${j}]` : source.name,
        field: source.name,
        scaling,
      }));
    case 'word':
    case 'tokens':
      return source.tokens.map((name) => ({ name, field: source.name, scaling: unscaled }));
    case 'date':
      throw new Error('records hold no dates');
  }
}

function describe(value: FieldValue): string {
  return value.kind === 'text' ? 'a text' : value.width > 1 ? `rows of ${value.width} numbers` : 'numbers';
}

function widthOf(value: FieldValue): number {
  return value.kind === 'number' ? value.width : 0;
}

function* numbersIn(
  records: readonly SequenceRecord[],
  key: 'inputs' | 'targets',
  f: number,
  j: number,
): Generator<number> {
  for (const record of records) {
    const field = record[key][f];
    if (field.kind === 'number') {
      for (let at = j; at < field.values.length; at += field.width) {
        yield field.values[at];
      }
    }
  }
}
