/** The used columns of a table in memory, checked cell by cell; the text itself is not kept. */
import type { TableData } from '../../config/schema';
import { DataError, type DataSource } from '../common/dataset';
import { joinNames } from '../common/joinNames';
import { openTable, unitText } from './head';
import { inOrder, type Series } from './series';
import type { Breaks } from './seriesBreaks';
import { findStranger, strangerNote } from './strangers';
import type { TableColumn } from './tableColumn';
import { TableReader } from './tableReader';
import { findGaps, gapNote, orderInTime } from './timeOrder';
import { asLong, wideData } from './wideTable';

export interface Table {
  readonly file: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, TableColumn>;
  /** Names of the columns the network reads. */
  readonly inputs: readonly string[];
  /**
   * The time by which people recognise rows: days since 1970 by the clock on the wall, NaN where a row has
   * none.
   */
  readonly days: Float64Array | undefined;
  /** Each row's physical line, from 1. */
  readonly lines: Float64Array;
  /** Rows of more than one line: the first line of each → the line after its last. */
  readonly ends: ReadonlyMap<number, number>;
  /** The column that tells series apart: `data.group`, or one that was found to. */
  readonly group: string | undefined;
  /** Series with the rows of each together; without a group all rows are one series. */
  readonly series: readonly Series[];
  /** First rows after gaps in time, which no window crosses; rising. */
  readonly gaps: Float64Array;
  /** Places where another series seems to begin, although `data.group` is not set. */
  readonly breaks: Breaks | undefined;
  readonly notes: readonly string[];
}

/** The parts of a config that decide how a table is read. */
export interface TableUse {
  readonly data: TableData;
  /** Whether the target is a class even if it holds numbers. */
  readonly classes: boolean;
  /** Columns whose cells may lack a value, which is NaN then. */
  readonly optional?: ReadonlySet<string>;
}

/** @throws DataError with the line and column of the first cell that cannot be used */
export async function readTable(
  source: DataSource,
  { data, classes, optional = new Set() }: TableUse,
): Promise<Table> {
  const opened = await openTable(source, data);
  const { head, rows, notes } = data.layout === 'wide' ? asLong(opened, data) : opened;
  const meant = data.layout === 'wide' ? wideData(data) : data;
  if (head.rows.length === 0) {
    await opened.close();
    throw new DataError(`data.file: ${source.name} has a header but no rows`, ['data', 'file']);
  }
  const reader = new TableReader(head, meant, classes, optional);
  for await (const some of rows()) {
    reader.take(some);
  }
  const read = reader.finish();
  const units = unitText(head.columns.filter(({ name }) => read.columns.has(name)));
  return arranged(read, meant, [...notes(), ...(units === '' ? [] : [`Units: ${units}.`])]);
}

/** Puts the rows of each series together and in the order of time. */
function arranged(read: ReturnType<TableReader['finish']>, data: TableData, notes: readonly string[]): Table {
  const { file, time, series, ends } = read;
  const found = [...notes, ...read.notes];
  const grouped = (values: Float64Array) => (read.order ? inOrder(values, read.order) : values);
  let place = grouped;
  let lines = grouped(read.lines);
  let times = time && grouped(time.instants);
  // A column that tells series apart explains times that go back.
  if (time && times && read.breaks?.column === undefined) {
    const { order, notes: about } = orderInTime(time.name, times, lines, series);
    found.push(...about);
    if (order) {
      place = (values) => inOrder(grouped(values), order);
      lines = place(read.lines);
      times = place(time.instants);
    }
  }
  const gaps = times && data.gaps === 'split' ? findGaps(times, series) : undefined;
  if (time && gaps) {
    found.push(gapNote(time.name, gaps, lines));
  }
  const columns = new Map(
    [...read.columns].map(([name, column]) => [name, { ...column, values: place(column.values) }]),
  );
  const strangers = [...columns.values()].flatMap(({ name, kind, values }) => {
    const stranger = kind === 'number' ? findStranger(values) : undefined;
    return stranger ? [{ name, ...stranger }] : [];
  });
  if (strangers.length > 0) {
    found.push(strangerNote(strangers));
  }
  const { inputs, constant } = withoutConstants(read.inputs, columns, data);
  if (constant.length > 0) {
    found.push(`Columns with one value in all rows are left out: ${joinNames(constant)}.`);
  }
  return {
    file,
    rows: lines.length,
    columns,
    inputs,
    days: time && place(time.walls),
    lines,
    ends,
    group: read.group,
    series,
    gaps: gaps?.rows ?? new Float64Array(),
    // Rows in another order have other breaks: those that time has shown are gone.
    breaks: read.breaks,
    notes: found,
  };
}

/** The inputs that the config names, or those by default that differ between rows. */
function withoutConstants(
  inputs: readonly string[],
  columns: ReadonlyMap<string, TableColumn>,
  data: TableData,
): { readonly inputs: readonly string[]; readonly constant: readonly string[] } {
  const isConstant = (name: string) => {
    const values = columns.get(name)?.values;
    return values !== undefined && values.length > 1 && values.every((value) => value === values[0]);
  };
  const constant =
    data.inputs === undefined
      ? inputs.filter((name) => isConstant(name) && !data.targets.includes(name))
      : [];
  const kept = inputs.filter((name) => !constant.includes(name));
  return kept.length > 0 ? { inputs: kept, constant } : { inputs, constant: [] };
}
