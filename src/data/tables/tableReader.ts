/** Reads the rows of a table one by one: the columns that are used, the time, and the series of each row. */
import type { TableData } from '../../config/schema';
import { DataError } from '../common/dataset';
import { Floats } from '../common/floats';
import { joinNames } from '../common/joinNames';
import { type Alternating, findAlternating } from './alternating';
import { checkNamed } from './columns';
import type { Row } from './csv';
import { type TableHead, wrongLength } from './head';
import { leftOut, leftOutNotes } from './inputColumns';
import { GroupReader, type Series } from './series';
import { type Breaks, BreakWatch } from './seriesBreaks';
import { ColumnReader, type TableColumn } from './tableColumn';
import { type TimeColumns, timeColumns } from './time';

/** A table as it stands in the file. */
export interface ReadTable {
  readonly file: string;
  /** The column that tells series apart, named by the config or found. */
  readonly group: string | undefined;
  readonly columns: ReadonlyMap<string, TableColumn>;
  readonly inputs: readonly string[];
  readonly lines: Float64Array;
  readonly ends: ReadonlyMap<number, number>;
  /** The time of each row, by the clock on the wall and in Greenwich: days since 1970. */
  readonly time:
    | { readonly name: string; readonly walls: Float64Array; readonly instants: Float64Array }
    | undefined;
  readonly series: readonly Series[];
  /** The row in the file of each row of the series; undefined where they are the same. */
  readonly order: Uint32Array | undefined;
  readonly breaks: Breaks | undefined;
  readonly notes: readonly string[];
}

export class TableReader {
  private readonly inputs: readonly string[];
  private readonly columns: readonly ColumnReader[];
  /** The values of one row, before it is known whether they are kept. */
  private readonly row: Float64Array;
  private readonly time: TimeColumns | undefined;
  /** Reader of the column that tells series apart. */
  private readonly group: GroupReader | undefined;
  /** Detector of further series where no column is known to tell them apart. */
  private readonly breaks: BreakWatch | undefined;
  /** The last row that was kept, by group. A missing cell takes its value. */
  private readonly previous = new Map<number, Float64Array>();
  private readonly walls = new Floats();
  private readonly offsets = new Floats();
  private readonly lines = new Floats();
  private readonly ends = new Map<number, number>();
  private readonly notes: string[] = [];
  private dropped = 0;
  /**
   * The line before the first blank line in a table of one column, where a blank line may stand for a missing
   * value; 0 without one.
   */
  private blankAfter = 0;

  /** @param classes whether the target is a class even if it holds numbers */
  constructor(
    private readonly head: TableHead,
    private readonly data: TableData,
    classes: boolean,
    private readonly optional: ReadonlySet<string>,
  ) {
    const { names, file } = head;
    checkNamed(names, data, file);
    this.time = timeColumns(head, data.read?.time);
    const alternating = data.group === undefined ? findAlternating(head, this.time, data.targets) : undefined;
    const group = data.group ?? alternating?.column;
    if (alternating) {
      this.notes.push(alternatingNote(alternating));
    }
    this.inputs = data.inputs ?? this.defaultInputs(group);
    this.columns = [...new Set([...this.inputs, ...data.targets])].map((name) => {
      const c = names.indexOf(name);
      const byLoss = classes && data.targets.includes(name) && holdsWholeNumbers(head, c);
      const asClass = data.columns?.[name] === 'class' ? 'column' : byLoss ? 'loss' : undefined;
      return new ColumnReader(head.columns[c], c, asClass, head);
    });
    this.row = new Float64Array(this.columns.length);
    if (group === undefined) {
      const kinds = head.columns.map(({ kind }) => kind);
      this.breaks = new BreakWatch(
        names,
        kinds,
        head.columns.map(({ cells }) => cells),
        data.targets,
      );
    } else {
      this.group = new GroupReader(group, names.indexOf(group), head);
    }
  }

  take(rows: readonly Row[]): void {
    for (const row of rows) {
      this.takeRow(row);
    }
  }

  /** @throws DataError where a column holds what cannot be used */
  finish(): ReadTable {
    const { head, inputs, data } = this;
    this.checkRows();
    const lines = this.lines.toArray();
    const lastLine = this.lines.last ?? 1;
    const columns = new Map(this.columns.map((reader) => [reader.name, reader.finish(lastLine)]));
    const group = this.group?.finish();
    const walls = this.walls.toArray();
    const offsets = this.offsets.toArray();
    const instants = offsets.length === walls.length ? walls.map((wall, row) => wall - offsets[row]) : walls;
    const time = this.time && { name: this.time.names.join(' and '), walls, instants };
    return {
      file: head.file,
      group: this.group?.name,
      columns,
      inputs,
      lines,
      ends: this.ends,
      time,
      series: group?.series ?? [{ name: undefined, from: 0, to: lines.length }],
      order: group?.order,
      breaks: this.breaks?.found(time?.instants, leaping(columns, data.targets)),
      notes: [...this.notes, ...this.missingNotes()],
    };
  }

  private checkRows(): void {
    const { head, dropped, data } = this;
    if (this.lines.length > 0) {
      return;
    }
    for (const reader of this.columns) {
      reader.finish(1); // a column of the wrong kind is the reason, where there is one
    }
    const empty = this.columns.find(({ missing }) => missing === dropped);
    const key = empty && data.targets.includes(empty.name) ? 'targets' : 'inputs';
    throw new DataError(
      `data.${key}: ${empty ? `column "${empty.name}" of ${head.file} has no values` : `no row of ${head.file} has a value in every column that is used`}`,
      ['data', key],
    );
  }

  private missingNotes(): string[] {
    const { data, dropped } = this;
    const gaps = this.columns.filter(({ name, missing }) => missing > 0 && !this.optional.has(name));
    const what = gaps.map(({ name, missing }) => `${missing} in "${name}"`).join(', ');
    return [
      ...(gaps.length > 0
        ? [
            data.missing === 'drop'
              ? `Cells without a value: ${what}; ${dropped} rows were left out.`
              : `Cells without a value were given the previous row's: ${what}.${dropped > 0 ? ` ${dropped} rows before the first value were left out.` : ''}`,
          ]
        : []),
      ...(this.blankAfter > 0
        ? [
            `Blank lines are left out, the first after line ${this.blankAfter}; write NA where a value is missing.`,
          ]
        : []),
    ];
  }

  /**
   * Every column of numbers except those that say nothing, and except the targets where the horizon is 0 and
   * they lie in the same row.
   */
  private defaultInputs(group: string | undefined): readonly string[] {
    const { head, data, notes } = this;
    const judged = head.columns.map((column) => ({
      name: column.name,
      why:
        data.columns?.[column.name] === 'class'
          ? ('words' as const)
          : leftOut(column, (cell) => head.missing.hasAmongNumbers(cell)),
    }));
    const read = judged.filter(
      ({ name, why }) =>
        (why === undefined || (why !== 'words' && why !== 'dates' && data.targets.includes(name))) &&
        name !== group,
    );
    const inputs = read
      .map(({ name }) => name)
      .filter((name) => data.horizon > 0 || !data.targets.includes(name));
    if (inputs.length === 0) {
      throw new DataError(
        `data.inputs: no column of ${head.file} ${read.length > 0 ? 'but the targets ' : ''}holds numbers; ${kindsText(head)}`,
        ['data', 'inputs'],
      );
    }
    const left = judged.flatMap(({ name, why }) =>
      why !== undefined && !inputs.includes(name) && !data.targets.includes(name) && name !== group
        ? [{ name, why }]
        : [],
    );
    notes.push(...leftOutNotes(left));
    return inputs;
  }

  private takeRow(row: Row): void {
    const { columns, row: values, head } = this;
    const { fields, line, end } = row;
    if (fields.length !== head.names.length) {
      throw wrongLength(row, head);
    }
    for (let i = 0; i < columns.length; i++) {
      values[i] = columns[i].read(fields[columns[i].index], line);
    }
    const code = this.group?.read(fields[this.group.index], line) ?? 0;
    if (!this.fill(code, line)) {
      this.dropped++;
      return;
    }
    for (let i = 0; i < columns.length; i++) {
      columns[i].values.push(values[i]);
    }
    const before = this.previous.get(code);
    if (before) {
      before.set(values);
    } else {
      this.previous.set(code, values.slice());
    }
    this.group?.codes.push(code);
    this.breaks?.take(fields);
    const last = this.lines.last ?? line;
    if (head.names.length === 1 && line > last + 1 && this.blankAfter === 0) {
      this.blankAfter = last;
    }
    this.takeTime(fields);
    this.lines.push(line);
    if (end > line + 1) {
      this.ends.set(line, end);
    }
  }

  /** Fills missing cells of the row from the one before; false where the row is left out. */
  private fill(code: number, line: number): boolean {
    const { columns, row, data, head } = this;
    const before = this.previous.get(code);
    for (let i = 0; i < columns.length; i++) {
      if (!Number.isNaN(row[i]) || this.optional.has(columns[i].name)) {
        continue;
      }
      if (data.missing === 'error' && columns[i].missing > 0) {
        throw new DataError(
          `line ${line} of ${head.file}: column "${columns[i].name}" has no value; set data.missing to "previous" or "drop" to allow it`,
          ['data', 'missing'],
        );
      }
      if (data.missing === 'drop' || before === undefined) {
        // Before the first value there is no previous one.
        return false;
      }
      row[i] = before[i];
    }
    return true;
  }

  private takeTime(fields: readonly string[]): void {
    const { time } = this;
    if (!time) {
      return;
    }
    this.walls.push(time.wall(fields));
    // Offsets count only where every row has one.
    if (this.offsets.length === this.lines.length) {
      const offset = time.offset(fields);
      if (!Number.isNaN(offset)) {
        this.offsets.push(offset);
      }
    }
  }
}

/** Whether a column of numbers holds only whole ones, so that each may be a class. */
function holdsWholeNumbers({ columns, missing, number }: TableHead, c: number): boolean {
  const { kind, cells } = columns[c];
  return (
    kind === 'word' ||
    (kind === 'number' &&
      cells.every((cell) => missing.hasAmongNumbers(cell) || Number.isInteger(number(cell))))
  );
}

/** What the columns hold, and what would help where none holds numbers. */
function kindsText({ columns }: TableHead): string {
  const of = (kind: string) => columns.filter((column) => column.kind === kind).map(({ name }) => name);
  const parts = [
    ...(of('date').length > 0 ? [`dates: ${joinNames(of('date'), 5)}`] : []),
    ...(of('word').length > 0 ? [`texts: ${joinNames(of('word'), 5)}`] : []),
  ];
  return `it was read as ${parts.join('; ')}. Where that is wrong, data.read and data.columns say how to read it; dates and classes are inputs where data.inputs names them`;
}

function alternatingNote({ column, series, by }: Alternating): string {
  return `${by === 'time' ? 'Several rows have the same time' : 'Rows take turns'}, one for each of ${series} different "${column}": each is read as a series of its own, as with "group": "${column}".`;
}

/**
 * Values in which a jump may reveal another series: numeric targets, or the other numbers where there are
 * none.
 */
function leaping(columns: ReadonlyMap<string, TableColumn>, wanted: readonly string[]): Float64Array[] {
  const numbers = [...columns.values()].filter(({ kind }) => kind === 'number');
  const targets = numbers.filter(({ name }) => wanted.includes(name));
  return (targets.length > 0 ? targets : numbers).map(({ values }) => values);
}
