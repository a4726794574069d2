/** The used columns of a table in memory, checked cell by cell; the text itself is not kept. */
import type { TableData } from '../../config/schema';
import { quantity } from '../../notation/numbers';
import { DataError, type DataSource } from '../common/dataset';
import { Floats } from '../common/floats';
import { joinNames } from '../common/joinNames';
import { checkNamed, headerOf } from './columns';
import { type Row, readRows } from './csv';
import { GroupReader, inOrder, orderNotes, type Series } from './series';
import { type Breaks, BreakWatch } from './seriesBreaks';
import { ColumnReader, type TableColumn } from './tableColumn';
import { type ColumnKind, dayOf, isMissing, kindOf } from './values';

export interface Table {
  readonly file: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, TableColumn>;
  /** Names of the columns the network reads. */
  readonly inputs: readonly string[];
  /**
   * The first column of dates, by which people recognise rows: days since 1970 (UTC), NaN where a row has no
   * date.
   */
  readonly days: Float64Array | undefined;
  /** Each row's physical line, from 1. */
  readonly lines: Float64Array;
  /** Rows of more than one line: the first line of each → the line after its last. */
  readonly ends: ReadonlyMap<number, number>;
  /**
   * Series by `data.group`, with the rows of each together, in the order of the file; without it all rows are
   * one series.
   */
  readonly series: readonly Series[];
  /** Places where another series seems to begin, although `data.group` is not set. */
  readonly breaks: Breaks | undefined;
  readonly notes: readonly string[];
}

/** Rows from which the kinds of the columns are inferred. */
const sampleRows = 1000;

/**
 * @param optional columns whose cells may lack a value, which is NaN then
 * @throws DataError with the line and column of the first cell that cannot be used
 */
export async function readTable(
  source: DataSource,
  data: TableData,
  optional: ReadonlySet<string> = new Set(),
): Promise<Table> {
  const file = source.name;
  let names: readonly string[] | undefined;
  let reader: TableReader | undefined;
  let sample: Row[] = [];
  for await (const rows of readRows(source)) {
    let body = rows;
    if (!names) {
      names = headerOf(rows[0], file);
      body = rows.slice(1);
    }
    if (!reader) {
      sample = [...sample, ...body];
      if (sample.length < sampleRows) {
        continue;
      }
      reader = new TableReader(names, sample, data, file, optional);
      body = sample;
      sample = [];
    }
    reader.take(body);
  }
  if (!names) {
    throw new DataError(`data.file: ${file} is empty; expected a header line and rows`, ['data', 'file']);
  }
  if (!reader) {
    if (sample.length === 0) {
      throw new DataError(`data.file: ${file} has a header but no rows`, ['data', 'file']);
    }
    reader = new TableReader(names, sample, data, file, optional);
    reader.take(sample);
  }
  return reader.finish();
}

class TableReader {
  private readonly inputs: readonly string[];
  private readonly columns: readonly ColumnReader[];
  /** The values of one row, before it is known whether they are kept. */
  private readonly row: Float64Array;
  /** Index of the field with a row's date; −1 without one. */
  private readonly dateField: number;
  /** Reader of the column that `data.group` names. */
  private readonly group: GroupReader | undefined;
  /** Detector of further series where `data.group` names no column. */
  private readonly breaks: BreakWatch | undefined;
  /** The last row that was kept, by group. A missing cell takes its value. */
  private readonly previous = new Map<number, Float64Array>();
  private readonly days = new Floats();
  private readonly lines = new Floats();
  private readonly ends = new Map<number, number>();
  private readonly notes: string[] = [];
  private dropped = 0;
  /**
   * The line before the first blank line in a table of one column, where a blank line may stand for a missing
   * value; 0 without one.
   */
  private blankAfter = 0;

  /** @param sample the first rows, from which the kind of each column is inferred */
  constructor(
    private readonly names: readonly string[],
    sample: readonly Row[],
    private readonly data: TableData,
    private readonly file: string,
    private readonly optional: ReadonlySet<string>,
  ) {
    checkNamed(names, data, file);
    const cells = names.map((_, c) => sample.map(({ fields }) => fields[c] ?? ''));
    const kinds = cells.map(kindOf);
    this.inputs = data.inputs ?? this.defaultInputs(kinds, (c) => cells[c].every(isMissing));
    this.columns = [...new Set([...this.inputs, ...data.targets])].map((name) => {
      const c = names.indexOf(name);
      return new ColumnReader(name, c, kinds[c], file);
    });
    this.row = new Float64Array(this.columns.length);
    if (data.group === undefined) {
      this.breaks = new BreakWatch(names, kinds, cells, data.targets);
    } else {
      this.group = new GroupReader(data.group, names.indexOf(data.group), file);
    }
    this.dateField = kinds.indexOf('date');
  }

  take(rows: readonly Row[]): void {
    for (const row of rows) {
      this.takeRow(row);
    }
  }

  finish(): Table {
    const { file, inputs, dropped, data, notes } = this;
    if (this.lines.length === 0) {
      const empty = this.columns.find(({ missing }) => missing === dropped);
      const key = empty && data.targets.includes(empty.name) ? 'targets' : 'inputs';
      throw new DataError(
        `data.${key}: ${empty ? `column "${empty.name}" of ${file} has no values` : `no row of ${file} has a value in every column that is used`}`,
        ['data', key],
      );
    }
    const gaps = this.columns.filter(({ name, missing }) => missing > 0 && !this.optional.has(name));
    if (gaps.length > 0) {
      const what = gaps.map(({ name, missing }) => `${missing} in "${name}"`).join(', ');
      notes.push(
        data.missing === 'drop'
          ? `Cells without a value: ${what}; ${dropped} rows were left out.`
          : `Cells without a value were given the previous row's: ${what}.${dropped > 0 ? ` ${dropped} rows before the first value were left out.` : ''}`,
      );
    }
    if (this.blankAfter > 0) {
      notes.push(
        `Blank lines are left out, the first after line ${this.blankAfter}; write NA where a value is missing.`,
      );
    }
    const rows = this.lines.length;
    const group = this.group?.finish();
    const series = group?.series ?? [{ name: undefined, from: 0, to: rows }];
    const arranged = (values: Float64Array) => (group ? inOrder(values, group.order) : values);
    const lines = arranged(this.lines.toArray());
    const days = this.dateField < 0 ? undefined : arranged(this.days.toArray());
    const columns = new Map(
      this.columns.map((reader) => {
        const column = reader.finish();
        return [column.name, { ...column, values: arranged(column.values) }];
      }),
    );
    if (days) {
      notes.push(...orderNotes(this.names[this.dateField], days, lines, series));
    }
    const breaks = this.breaks?.found(days, this.leaping(columns));
    const { ends } = this;
    return { file, rows, columns, inputs, days, lines, ends, series, breaks, notes };
  }

  /**
   * Values in which a jump may reveal another series: numeric targets, or the other numbers where there are
   * none.
   */
  private leaping(columns: ReadonlyMap<string, TableColumn>): Float64Array[] {
    const numbers = [...columns.values()].filter(({ kind }) => kind === 'number');
    const targets = numbers.filter(({ name }) => this.data.targets.includes(name));
    return (targets.length > 0 ? targets : numbers).map(({ values }) => values);
  }

  /**
   * Every column of numbers except empty ones, and except the targets where the horizon is 0 and they lie in
   * the same row.
   */
  private defaultInputs(kinds: readonly ColumnKind[], isEmpty: (c: number) => boolean): readonly string[] {
    const { names, data, file, notes } = this;
    const empty = names.filter((name, c) => isEmpty(c) && !data.targets.includes(name));
    const numbers = names.filter(
      (name, c) => kinds[c] === 'number' && !empty.includes(name) && name !== data.group,
    );
    const inputs = data.horizon > 0 ? numbers : numbers.filter((name) => !data.targets.includes(name));
    if (inputs.length === 0) {
      throw new DataError(
        `data.inputs: no column of ${file} ${numbers.length > 0 ? 'but the targets ' : ''}holds numbers; name columns of words or dates to use them`,
        ['data', 'inputs'],
      );
    }
    const left = names.filter((name) => ![...numbers, ...empty, ...data.targets, data.group].includes(name));
    if (left.length > 0) {
      notes.push(`Columns that hold no numbers are left out: ${joinNames(left)}.`);
    }
    if (empty.length > 0) {
      notes.push(`Columns without a value are left out: ${joinNames(empty)}.`);
    }
    return inputs;
  }

  private takeRow({ fields, line, end }: Row): void {
    const { columns, row, data, file } = this;
    if (fields.length !== this.names.length) {
      throw new DataError(
        `line ${line} of ${file} has ${quantity(fields.length, 'field')}, the header has ${this.names.length}`,
        ['data', 'file'],
      );
    }
    for (let i = 0; i < columns.length; i++) {
      row[i] = columns[i].read(fields[columns[i].index], line);
    }
    const code = this.group?.read(fields[this.group.index], line) ?? 0;
    const before = this.previous.get(code);
    for (let i = 0; i < columns.length; i++) {
      if (!Number.isNaN(row[i]) || this.optional.has(columns[i].name)) {
        continue;
      }
      if (data.missing === 'error') {
        throw new DataError(
          `line ${line} of ${file}: column "${columns[i].name}" has no value; set data.missing to "previous" or "drop" to allow it`,
          ['data', 'missing'],
        );
      }
      if (data.missing === 'drop' || before === undefined) {
        // Before the first value there is no previous one.
        this.dropped++;
        return;
      }
      row[i] = before[i];
    }
    for (let i = 0; i < columns.length; i++) {
      columns[i].values.push(row[i]);
    }
    if (before) {
      before.set(row);
    } else {
      this.previous.set(code, row.slice());
    }
    this.group?.codes.push(code);
    this.breaks?.take(fields);
    const last = this.lines.last ?? line;
    if (this.names.length === 1 && line > last + 1 && this.blankAfter === 0) {
      this.blankAfter = last;
    }
    if (this.dateField >= 0) {
      this.days.push(dayOf(fields[this.dateField]));
    }
    this.lines.push(line);
    if (end > line + 1) {
      this.ends.set(line, end);
    }
  }
}
