/**
 * JSON files that hold a table (a list of flat objects, or lists by column) or records (a list of objects
 * with lists). They are parsed as a whole.
 */
import { messageOf } from '../../notation/errors';
import { DataError, type DataSource } from '../common/dataset';
import { decodeText } from '../common/decode';
import type { TextTable } from './textTable';

/** Most characters of a file, which is held in memory as a whole; an engine's longest text has 2^29. */
const longest = 400_000_000;

/** @throws DataError where the file is not JSON, or too large */
export async function readJson(source: DataSource): Promise<unknown> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of decodeText(source)) {
    length += part.length;
    if (length > longest) {
      throw new DataError(
        `data.file: ${source.name} has more than ${longest} characters; write it as .csv, .parquet, or one JSON object per line (.jsonl)`,
        ['data', 'file'],
      );
    }
    parts.push(part);
  }
  try {
    return JSON.parse(parts.join(''));
  } catch (error) {
    throw new DataError(`data.file: ${source.name} is not JSON: ${messageOf(error)}`, ['data', 'file']);
  }
}

/** Whether a JSON value holds records: a list of objects of which one has a list as a field. */
export function holdsRecords(value: unknown): boolean {
  return objectsIn(value)?.some((object) => Object.values(object).some(Array.isArray)) ?? false;
}

/** @throws DataError that states what a table in JSON looks like */
export function tableInJson(value: unknown, file: string): TextTable {
  const columns = columnsIn(value);
  if (!columns) {
    throw new DataError(
      `data.file: ${file} holds no table; expected a list of objects such as [{"time": 1, "value": 2}], or lists of one length by column such as {"time": [1], "value": [2]}`,
      ['data', 'file'],
    );
  }
  const lengths = new Set([...columns.values()].map(({ length }) => length));
  if (lengths.size > 1) {
    const [first, other] = [...columns].filter(
      ([, { length }], i, all) => i === 0 || length !== all[0][1].length,
    );
    throw new DataError(
      `data.file: ${file} has ${first[1].length} values in "${first[0]}" and ${other[1].length} in "${other[0]}"; a table has as many in each column`,
      ['data', 'file'],
    );
  }
  const names = [...columns.keys()];
  const lists = [...columns.values()];
  const [count = 0] = lengths;
  return {
    names,
    async *rows() {
      const atATime = 2000;
      for (let from = 0; from < count; from += atATime) {
        yield Array.from({ length: Math.min(atATime, count - from) }, (_, i) =>
          lists.map((list, c) => cellOf(list[from + i], names[c], from + i + 1, file)),
        );
      }
    },
  };
}

/**
 * A list of objects as JSON lines, so that records are read by one reader.
 * @throws DataError where the value is no list of objects
 */
export function linesOfJson(value: unknown, { name }: DataSource): DataSource {
  const objects = objectsIn(value);
  if (!objects) {
    throw new DataError(
      `data.file: ${name} holds no records; expected a list of objects such as [{"x": [1, 2], "y": 3}]`,
      ['data', 'file'],
    );
  }
  return {
    name,
    size: 0,
    async *chunks() {
      const encoder = new TextEncoder();
      for (const object of objects) {
        yield encoder.encode(`${JSON.stringify(object)}\n`);
      }
    },
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectsIn(value: unknown): readonly JsonObject[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(isObject) ? value : undefined;
}

/** The columns of a table, in any of the forms that pandas writes; undefined for anything else. */
function columnsIn(value: unknown): ReadonlyMap<string, readonly unknown[]> | undefined {
  const objects = objectsIn(value) ?? (isObject(value) ? objectsIn(value.data) : undefined);
  if (objects) {
    return byName(objects);
  }
  if (!isObject(value)) {
    return undefined;
  }
  const { columns, data } = value;
  if (Array.isArray(columns) && Array.isArray(data)) {
    // orient="split": {"columns": ["a", "b"], "index": [0, 1], "data": [[1, 2], [3, 4]]}
    const rows: unknown[] = data;
    return new Map(
      columns.map((name, c) => [String(name), rows.map((row) => (Array.isArray(row) ? row[c] : null))]),
    );
  }
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, list]) => Array.isArray(list))) {
    return new Map(entries.flatMap(([name, list]) => (Array.isArray(list) ? [[name, list] as const] : [])));
  }
  const inner = entries.flatMap(([, object]) => (isObject(object) ? [object] : []));
  if (inner.length === 0 || inner.length < entries.length) {
    return undefined;
  }
  // orient="index": {"0": {"a": 1, "b": 2}}; without numbers outside it is orient="columns": {"a": {"0": 1}}.
  return entries.every(([name]) => /^\d+$/.test(name))
    ? byName(inner)
    : new Map(
        entries.flatMap(([name, object]) =>
          isObject(object) ? [[name, Object.values(object)] as const] : [],
        ),
      );
}

/** Columns by the names that any of the objects has, in order of appearance. */
function byName(objects: readonly JsonObject[]): ReadonlyMap<string, readonly unknown[]> {
  const names = new Set<string>();
  for (const object of objects) {
    for (const name of Object.keys(object)) {
      names.add(name);
    }
  }
  return new Map([...names].map((name) => [name, objects.map((object) => object[name])]));
}

function cellOf(value: unknown, column: string, row: number, file: string): string {
  switch (typeof value) {
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'string':
      return value;
    case 'boolean':
      return String(value);
    case 'undefined':
      return '';
    default:
      if (value === null) {
        return '';
      }
      throw new DataError(
        `data.file: row ${row} of ${file} has ${Array.isArray(value) ? 'a list' : 'an object'} in "${column}", which a table cannot hold; if each object is a sequence, set "as": "records"`,
        ['data', 'file'],
      );
  }
}
