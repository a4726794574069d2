/** JSONL files: one JSON object a line, its fields checked one by one. */
import { z } from 'zod';
import { suggestion } from '../config/names';
import { DataError, type DataSource } from './dataset';
import { decodeText } from './decode';

/** What a field of a record holds. A text is read character by character, or is a class. */
export type FieldValue =
  | { readonly kind: 'number'; readonly rows: readonly (readonly number[])[] }
  | { readonly kind: 'text'; readonly characters: readonly string[]; readonly text: string };

export interface SequenceRecord {
  /** Physical line, from 1. */
  readonly line: number;
  readonly inputs: readonly FieldValue[];
  readonly targets: readonly FieldValue[];
}

const objectSchema = z.record(z.string(), z.unknown());
const fieldSchema = z.union([
  z.number(),
  z.string(),
  z.array(z.number()).min(1),
  z.array(z.array(z.number()).min(1)).min(1),
]);

const longestLine = 64_000_000;

/** @throws DataError with the line of the first record that cannot be used */
export async function* readRecords(
  source: DataSource,
  inputs: readonly string[],
  targets: readonly string[],
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
    yield { line, inputs: pick(inputs, 'inputs'), targets: pick(targets, 'targets') };
  }
}

async function* readLines(source: DataSource): AsyncGenerator<string> {
  let pending = '';
  let line = 1;
  for await (const text of decodeText(source)) {
    const parts = (pending + text).split('\n');
    pending = parts.pop() ?? '';
    line += parts.length;
    if (pending.length > longestLine) {
      throw new DataError(`line ${line} of ${source.name} is longer than ${longestLine} characters`, [
        'data',
        'file',
      ]);
    }
    yield* parts;
  }
  if (pending !== '') {
    yield pending;
  }
}

function parseRecord(text: string, line: number, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(`line ${line} of ${file} is not JSON: ${why}`, ['data', 'file']);
  }
  const record = objectSchema.safeParse(value);
  if (!record.success || Array.isArray(value)) {
    throw new DataError(`line ${line} of ${file} is not an object such as {"x": [1, 2], "y": 3}`, [
      'data',
      'file',
    ]);
  }
  return record.data;
}

function field(
  record: Record<string, unknown>,
  name: string,
  line: number,
  file: string,
  key: readonly (string | number)[],
): FieldValue {
  if (!Object.hasOwn(record, name)) {
    const names = Object.keys(record);
    const near = suggestion(name, names).replace(/^; valid:.*/, '');
    throw new DataError(
      `line ${line} of ${file} has no field "${name}"${near}${near ? ' It' : '; it'} has ${names.join(', ')}`,
      key,
    );
  }
  const parsed = fieldSchema.safeParse(record[name]);
  const bad = (what: string) => new DataError(`line ${line} of ${file}: field "${name}" ${what}`, key);
  if (!parsed.success) {
    throw bad('must be a number, a text, a list of numbers, or a list of lists of numbers');
  }
  const value = parsed.data;
  if (typeof value === 'string') {
    if (value === '') {
      throw bad('is empty');
    }
    return { kind: 'text', characters: [...value], text: value };
  }
  const rows =
    typeof value === 'number' ? [[value]] : value.map((row) => (typeof row === 'number' ? [row] : row));
  if (rows.some((row) => row.length !== rows[0].length)) {
    throw bad(`has rows of ${rows[0].length} and of other numbers of values`);
  }
  return { kind: 'number', rows };
}
