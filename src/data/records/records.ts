/** Reads JSONL files: one JSON object per line, with its fields checked one by one. */
import { nearest } from '../../config/names';
import { messageOf } from '../../notation/errors';
import { DataError, type DataSource } from '../common/dataset';
import { decodeText } from '../common/decode';
import { joinNames } from '../common/joinNames';

/** The value of a field of a record. A text is read character by character, or is a class. */
export type FieldValue =
  | {
      readonly kind: 'number';
      readonly steps: number;
      /** Numbers per step. */
      readonly width: number;
      /** `[steps][width]` */
      readonly values: Float64Array;
    }
  | { readonly kind: 'text'; readonly text: string };

export interface SequenceRecord {
  /** Physical line, from 1. */
  readonly line: number;
  /** Its file, where the data has several. */
  readonly file?: string;
  readonly inputs: readonly FieldValue[];
  readonly targets: readonly FieldValue[];
}

const longestLine = 64_000_000;

/**
 * @param optional whether a record may lack its targets, which are an empty list then
 * @throws DataError with the line of the first record that cannot be used
 */
export async function* readRecords(
  source: DataSource,
  inputs: readonly string[],
  targets: readonly string[],
  optional = false,
): AsyncGenerator<SequenceRecord> {
  let line = 0;
  for await (const text of readLines(source)) {
    line++;
    if (text.trim() === '') {
      continue;
    }
    const record = parseRecord(text, line, source.name);
    const pick = (names: readonly string[], key: 'inputs' | 'targets') =>
      names.map((name, i) => field(record, name, line, source.name, ['data', key, i]));
    const lacks = optional && targets.some((name) => (record.get(name) ?? null) === null);
    yield { line, inputs: pick(inputs, 'inputs'), targets: lacks ? [] : pick(targets, 'targets') };
  }
}

/** The lines of a text file, without their breaks. */
export async function* readLines(source: DataSource): AsyncGenerator<string> {
  // A long line arrives in many chunks, which are joined only once.
  let pending: string[] = [];
  let length = 0;
  let line = 1;
  for await (const text of decodeText(source)) {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      yield pending.join('') + text.slice(from, end);
      pending = [];
      length = 0;
      line++;
      from = end + 1;
    }
    pending.push(text.slice(from));
    length += text.length - from;
    if (length > longestLine) {
      throw new DataError(`line ${line} of ${source.name} is longer than ${longestLine} characters`, [
        'data',
        'file',
      ]);
    }
  }
  if (length > 0) {
    yield pending.join('');
  }
}

function parseRecord(text: string, line: number, file: string): Map<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The JavaScript engine counts lines within this line.
    const why = messageOf(error).replace(/ \(line \d+ column \d+\)/, '');
    throw new DataError(`line ${line} of ${file} is not JSON: ${why}`, ['data', 'file']);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DataError(
      `line ${line} of ${file} is ${describeJson(value)}, not an object such as {"x": [1, 2], "y": 3}`,
      ['data', 'file'],
    );
  }
  return new Map(Object.entries(value));
}

function field(
  record: ReadonlyMap<string, unknown>,
  name: string,
  line: number,
  file: string,
  key: readonly (string | number)[],
): FieldValue {
  if (!record.has(name)) {
    const names = [...record.keys()];
    const meant = nearest(name, names);
    throw new DataError(
      `line ${line} of ${file} has no field "${name}"; ${meant === undefined ? 'it' : `did you mean "${meant}"? It`} has ${joinNames(names)}`,
      key,
      meant,
    );
  }
  const value = record.get(name);
  if (typeof value === 'string' && value !== '') {
    return { kind: 'text', text: value };
  }
  const numbers = numbersOf(value);
  if (typeof numbers === 'string') {
    throw new DataError(
      `line ${line} of ${file}: field "${name}" ${numbers}; expected a number, a text, a list of numbers, or a list of lists of numbers of one length`,
      key,
    );
  }
  return numbers;
}

/**
 * The numbers of a number, a list of numbers (one per step) or a list of lists of numbers; otherwise a text
 * that states what is wrong with it.
 */
function numbersOf(value: unknown): Extract<FieldValue, { kind: 'number' }> | string {
  const steps: unknown[] = Array.isArray(value) ? value : [value];
  if (steps.length === 0) {
    return 'is an empty list';
  }
  const [first] = steps;
  const width = Array.isArray(first) ? first.length : 1;
  if (width === 0) {
    return 'holds an empty list';
  }
  const values = new Float64Array(steps.length * width);
  for (let t = 0; t < steps.length; t++) {
    const step = steps[t];
    const row: unknown[] = Array.isArray(step) ? step : [step];
    if (row.length !== width || Array.isArray(step) !== Array.isArray(first)) {
      return `holds ${describeJson(first)} and ${describeJson(step)}`;
    }
    for (let j = 0; j < width; j++) {
      const number = row[j];
      if (typeof number !== 'number' || !Number.isFinite(number)) {
        return `${Array.isArray(value) ? 'holds' : 'is'} ${describeJson(number)}`;
      }
      values[t * width + j] = number;
    }
  }
  return { kind: 'number', steps: steps.length, width, values };
}

function describeJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  if (value === '') {
    return 'an empty text';
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : 'a number too large to hold';
  }
  return typeof value === 'string'
    ? 'a text'
    : typeof value === 'object' && value
      ? 'an object'
      : String(value);
}
