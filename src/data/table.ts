/** The used columns of a table in memory: numbers, days and word codes, checked cell by cell, without the text. */
import { suggestion } from '../config/names';
import type { TableData } from '../config/schema';
import { headerOf } from './columns';
import { type Row, readRows } from './csv';
import { DataError, type DataSource } from './dataset';
import { Floats } from './floats';
import { type ColumnKind, dayOf, isMissing, kindOf, numberOf } from './values';

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** One for each row: the number, the day since 1970 (UTC), or the word's place in `words`. */
  readonly values: Float64Array;
  /** Of a column of words: each once, in order of appearance. */
  readonly words: readonly string[];
}

export interface Table {
  readonly file: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, TableColumn>;
  /** Names of all columns in the file, used or not. */
  readonly names: readonly string[];
  readonly inputs: readonly string[];
  /** A column of dates that tells rows apart for people; undefined without one. */
  readonly dates: TableColumn | undefined;
  /** Each row's physical line, from 1. */
  readonly lines: Float64Array;
  readonly notes: readonly string[];
}

/** Rows from which the kinds of the columns are told. */
const sampleRows = 1000;
const mostWords = 2000;

class Builder {
  readonly values = new Floats();
  readonly words = new Map<string, number>();
  missing = 0;

  constructor(
    readonly name: string,
    readonly index: number,
    readonly kind: ColumnKind,
    private readonly file: string,
  ) {}

  /** The cell's value; NaN where it is missing. */
  read(cell: string, line: number): number {
    if (isMissing(cell)) {
      this.missing++;
      return Number.NaN;
    }
    if (this.kind === 'word') {
      return this.code(cell.trim(), line);
    }
    const value = this.kind === 'number' ? numberOf(cell) : dayOf(cell);
    if (!Number.isFinite(value)) {
      throw new DataError(
        `line ${line} of ${this.file}: "${shorten(cell)}" in column "${this.name}" is not a ${this.kind}`,
        ['data', 'file'],
      );
    }
    return value;
  }

  private code(word: string, line: number): number {
    const known = this.words.get(word);
    if (known !== undefined) {
      return known;
    }
    if (this.words.size >= mostWords) {
      throw new DataError(
        `line ${line} of ${this.file}: column "${this.name}" has more than ${mostWords} different words; leave it out of data.inputs`,
        ['data', 'inputs'],
      );
    }
    this.words.set(word, this.words.size);
    return this.words.size - 1;
  }
}

/** @throws DataError with the line and column of the first cell that cannot be used */
export async function readTable(source: DataSource, data: TableData): Promise<Table> {
  const file = source.name;
  let names: readonly string[] | undefined;
  let plan: Plan | undefined;
  let sample: Row[] = [];
  const lines = new Floats();
  const notes: string[] = [];
  const dropped = { rows: 0 };
  const take = (rows: readonly Row[], into: Plan, width: number) => {
    for (const row of rows) {
      takeRow(row, into, width, data.missing, file, lines, dropped);
    }
  };
  for await (const rows of readRows(source)) {
    let body = rows;
    if (!names) {
      names = headerOf(rows[0].fields, file);
      body = rows.slice(1);
    }
    if (plan) {
      take(body, plan, names.length);
      continue;
    }
    sample = [...sample, ...body];
    if (sample.length >= sampleRows) {
      plan = planOf(names, sample, data, file, notes);
      take(sample, plan, names.length);
      sample = [];
    }
  }
  if (!names) {
    throw new DataError(`data.file: ${file} is empty; expected a header line and rows`, ['data', 'file']);
  }
  if (!plan) {
    if (sample.length === 0) {
      throw new DataError(`data.file: ${file} has a header but no rows`, ['data', 'file']);
    }
    plan = planOf(names, sample, data, file, notes);
    take(sample, plan, names.length);
  }
  return finish(file, names, plan, lines, dropped.rows, data, notes);
}

interface Plan {
  readonly inputs: readonly string[];
  readonly builders: readonly Builder[];
  readonly dates: Builder | undefined;
}

/** Which columns are used, and as what. */
function planOf(
  names: readonly string[],
  sample: readonly Row[],
  data: TableData,
  file: string,
  notes: string[],
): Plan {
  checkNames(names, data.targets, 'targets', file);
  checkNames(names, data.inputs ?? [], 'inputs', file);
  const first = sample.slice(0, sampleRows);
  const kinds = names.map((_, c) => kindOf(first.map(({ fields }) => fields[c] ?? '')));
  const inputs = data.inputs ?? names.filter((_, c) => kinds[c] === 'number');
  if (inputs.length === 0) {
    throw new DataError(
      `data.inputs: no column of ${file} holds numbers; name columns of words to use them`,
      ['data', 'inputs'],
    );
  }
  if (!data.inputs) {
    const left = names.filter((name) => !inputs.includes(name) && !data.targets.includes(name));
    if (left.length > 0) {
      notes.push(`Columns that hold no numbers are left out: ${left.join(', ')}.`);
    }
  }
  const used = [...new Set([...inputs, ...data.targets])];
  const builders = used.map((name) => {
    const c = names.indexOf(name);
    return new Builder(name, c, kinds[c], file);
  });
  const date = kinds.indexOf('date');
  const dates =
    date < 0
      ? undefined
      : (builders.find(({ index }) => index === date) ?? new Builder(names[date], date, 'date', file));
  return { inputs, builders, dates };
}

function checkNames(
  names: readonly string[],
  wanted: readonly string[],
  key: 'inputs' | 'targets',
  file: string,
): void {
  wanted.forEach((name, i) => {
    if (!names.includes(name)) {
      const near = suggestion(name, names).replace(/^; valid:.*/, '');
      throw new DataError(
        `data.${key}: there is no column "${name}" in ${file}${near}${near ? ' It' : '; it'} has ${names.join(', ')}`,
        ['data', key, i],
      );
    }
  });
}

function takeRow(
  { fields, line }: Row,
  { builders, dates }: Plan,
  width: number,
  missing: TableData['missing'],
  file: string,
  lines: Floats,
  dropped: { rows: number },
): void {
  if (fields.length !== width) {
    throw new DataError(`line ${line} of ${file} has ${fields.length} fields, the header has ${width}`, [
      'data',
      'file',
    ]);
  }
  const values = builders.map((builder) => builder.read(fields[builder.index], line));
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) {
      continue;
    }
    const builder = builders[i];
    if (missing === 'error') {
      throw new DataError(
        `line ${line} of ${file}: column "${builder.name}" has no value; set data.missing to "previous" or "drop" to allow it`,
        ['data', 'missing'],
      );
    }
    const previous = builder.values.last;
    if (missing === 'drop' || previous === undefined) {
      // Before the first value there is no previous one.
      dropped.rows++;
      return;
    }
    values[i] = previous;
  }
  builders.forEach((builder, i) => {
    builder.values.push(values[i]);
  });
  if (dates && !builders.includes(dates)) {
    dates.values.push(dates.read(fields[dates.index], line));
  }
  lines.push(line);
}

function finish(
  file: string,
  names: readonly string[],
  { inputs, builders, dates }: Plan,
  lines: Floats,
  dropped: number,
  data: TableData,
  notes: string[],
): Table {
  const gaps = builders.filter(({ missing }) => missing > 0);
  if (gaps.length > 0) {
    const what = gaps.map(({ name, missing }) => `${missing} in "${name}"`).join(', ');
    notes.push(
      data.missing === 'drop'
        ? `Cells without a value: ${what}; ${dropped} rows were left out.`
        : `Cells without a value were given the previous row's: ${what}.${dropped > 0 ? ` ${dropped} rows before the first value were left out.` : ''}`,
    );
  }
  const column = ({ name, kind, values, words }: Builder): TableColumn => ({
    name,
    kind,
    values: values.toArray(),
    words: [...words.keys()],
  });
  const columns = new Map(builders.map((builder) => [builder.name, column(builder)]));
  const dateColumn = dates && (columns.get(dates.name) ?? column(dates));
  const backward = dateColumn?.values.findIndex((day, row, days) => row > 0 && day < days[row - 1]) ?? -1;
  if (dateColumn && backward > 0) {
    notes.push(
      `Rows are taken in the order of the file, but "${dateColumn.name}" goes back at line ${lines.toArray()[backward]}.`,
    );
  }
  return {
    file,
    rows: lines.length,
    columns,
    names,
    inputs,
    dates: dateColumn,
    lines: lines.toArray(),
    notes,
  };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
