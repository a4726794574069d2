/** The records of any kind of file: sequences, with the fields that a config names. */
import { extensionOf } from '../../config/kind';
import type { DataSource } from '../common/dataset';
import { holdsRecords, linesOfJson, readJson } from '../files/jsonFile';
import type { RecordField } from './fieldChoice';
import { checkFields, type NamedFields } from './namedFields';
import { npzFields, npzRecords } from './npzRecords';
import { type FieldValue, readRecords, type SequenceRecord } from './records';
import { seriesFields } from './seriesLines';
import { sktimeRecords } from './sktimeRecords';
import { ucrRecords } from './ucrRecords';

/**
 * Yields the records in order; those of a folder or a pattern file by file. In a file without lines, `line`
 * is the number of the record, from 1.
 * @param single whether each record has one target
 * @param optional whether a record may lack its targets, which are an empty list then
 * @throws DataError for the first record that cannot be used
 */
export async function* recordsOfFile(
  source: DataSource,
  named: NamedFields,
  single: boolean,
  optional = false,
): AsyncGenerator<SequenceRecord> {
  if (!source.files) {
    yield* recordsIn(source, named, single, optional);
    return;
  }
  for (const file of source.files) {
    for await (const record of recordsIn(file, named, single, optional)) {
      yield { ...record, file: file.name };
    }
  }
}

async function* recordsIn(
  file: DataSource,
  named: NamedFields,
  single: boolean,
  optional: boolean,
): AsyncGenerator<SequenceRecord> {
  switch (extensionOf(file.name)) {
    case 'npz':
      yield* npzRecords(file, named, single, optional);
      break;
    case 'json':
    case 'jsonl':
    case 'ndjson':
      yield* readRecords(await jsonLines(file), named.inputs, named.targets, optional, named.mask);
      break;
    case 'ts':
      yield* series(file, named, sktimeRecords(file));
      break;
    default:
      yield* series(file, named, ucrRecords(file));
  }
}

/**
 * The fields of a file, for questions and the form; undefined where each record states its own, as in JSON.
 * @throws DataError where the file is broken
 */
export async function fieldsOfFile(source: DataSource): Promise<readonly RecordField[] | undefined> {
  switch (extensionOf(source.name)) {
    case 'npz':
      return npzFields(source);
    case 'json':
    case 'jsonl':
    case 'ndjson':
      return undefined;
    default:
      return seriesFields;
  }
}

/** Whether a JSON file holds records rather than a table. */
export async function isJsonOfRecords(source: DataSource): Promise<boolean> {
  return extensionOf(source.name) === 'json' && holdsRecords(await readJson(source));
}

/** The lines of a file of JSON records; those of a list, where it holds a list. */
export async function jsonLines(source: DataSource): Promise<DataSource> {
  return extensionOf(source.name) === 'json' ? linesOfJson(await readJson(source), source) : source;
}

async function* series(
  { name }: DataSource,
  named: NamedFields,
  records: AsyncIterable<{ readonly line: number; readonly fields: ReadonlyMap<string, FieldValue> }>,
): AsyncGenerator<SequenceRecord> {
  checkFields(
    named,
    seriesFields.map((field) => field.name),
    name,
  );
  for await (const { line, fields } of records) {
    const pick = (names: readonly string[]) => names.flatMap((field) => fields.get(field) ?? []);
    yield { line, inputs: pick(named.inputs), targets: pick(named.targets) };
  }
}
