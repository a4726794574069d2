/** The files of a folder or a pattern as one table: each file is a series, or several by `data.group`. */
import { DataError, type DataSource } from '../../common/dataset';
import { Floats } from '../../common/floats';
import { joinNames } from '../../common/joinNames';
import type { Series } from '../series';
import { readTable, type Table, type TableUse } from '../table';
import { mostWords, type TableColumn, wordsInOrder } from '../tableColumn';

/** Most notes of single files that are listed. */
const mostNotes = 5;

/** @throws DataError where a file cannot be used, or its columns are not those of the first */
export async function readTables(source: DataSource, use: TableUse): Promise<Table> {
  const { files } = source;
  if (!files) {
    return readTable(source, use);
  }
  const joined = new JoinedTable(source.name, use.data.inputs);
  for (const file of files) {
    joined.add(await readTable(file, use));
  }
  return joined.finish();
}

/** Tables one after another; only their values are kept. */
class JoinedTable {
  private first: Table | undefined;
  private readonly columns = new Map<string, JoinedColumn>();
  private readonly lines = new Floats();
  private days: Floats | undefined = new Floats();
  private readonly series: Series[] = [];
  /** First rows after gaps in time. */
  private readonly gaps: number[] = [];
  /** Columns that any of the files reads; one may have the same value in all rows of another. */
  private readonly inputs = new Set<string>();
  /** Each note, with the files that it is about. */
  private readonly notes = new Map<string, string[]>();

  /** @param named the inputs that the config names */
  constructor(
    private readonly name: string,
    private readonly named: readonly string[] | undefined,
  ) {}

  add(table: Table): void {
    this.first ??= table;
    this.checkAlike(this.first, table);
    const before = this.lines.length;
    for (const column of table.columns.values()) {
      const joined = this.columns.get(column.name) ?? new JoinedColumn(column);
      this.columns.set(column.name, joined);
      joined.add(column);
    }
    pushAll(this.lines, table.lines);
    this.days = this.days && table.days && pushAll(this.days, table.days);
    for (const { name, from, to } of table.series) {
      const own = seriesName(table.file);
      this.series.push({
        name: name === undefined ? own : `${own} ${name}`,
        from: before + from,
        to: before + to,
      });
    }
    for (const input of table.inputs) {
      this.inputs.add(input);
    }
    this.gaps.push(...Array.from(table.gaps, (row) => before + row));
    for (const note of table.notes) {
      this.notes.set(note, [...(this.notes.get(note) ?? []), table.file]);
    }
  }

  finish(): Table {
    const { first, series } = this;
    if (!first) {
      throw new Error(`${this.name} has no files`);
    }
    return {
      file: this.name,
      rows: this.lines.length,
      columns: new Map([...this.columns].map(([name, column]) => [name, column.finish()])),
      inputs: this.named ?? [...first.columns.keys()].filter((name) => this.inputs.has(name)),
      days: this.days?.toArray(),
      lines: this.lines.toArray(),
      // A line is a place in one of the files, which no editor can be asked for.
      ends: new Map(),
      group: undefined,
      series,
      gaps: Float64Array.from(this.gaps),
      breaks: undefined,
      notes: this.allNotes(series.length),
    };
  }

  private checkAlike(first: Table, table: Table): void {
    const [columns, expected] = [table, first].map((each) => [...each.columns.keys()].sort());
    if (columns.join('\n') !== expected.join('\n')) {
      throw new DataError(
        `data.inputs: ${table.file} has the columns ${joinNames(columns)}, and ${first.file} ${joinNames(expected)}; name those that all files have`,
        ['data', 'inputs'],
      );
    }
    for (const { name, kind } of table.columns.values()) {
      const expected = first.columns.get(name)?.kind;
      if (kind !== expected) {
        throw new DataError(
          `data.file: column "${name}" holds ${kind}s in ${table.file} and ${expected}s in ${first.file}; expected the same in all files`,
          ['data', 'file'],
        );
      }
    }
  }

  private allNotes(series: number): readonly string[] {
    const all = [...this.notes].map(([note, files]) =>
      files.length === 1 ? `${files[0]}: ${note}` : `In ${files.length} files: ${note}`,
    );
    const more = all.length - mostNotes;
    return [
      `${this.name}: ${series} series, none of which is continued in another.`,
      ...all.slice(0, mostNotes),
      ...(more > 0 ? [`There are ${more} more notes on single files.`] : []),
    ];
  }
}

class JoinedColumn {
  private readonly values = new Floats();
  private readonly words = new Map<string, number>();

  constructor(private readonly first: TableColumn) {}

  add({ kind, values, words }: TableColumn): void {
    if (kind !== 'word') {
      pushAll(this.values, values);
      return;
    }
    // Each file counts its words from 0, in its own order.
    const codes = words.map((word) => {
      const code = this.words.get(word) ?? this.words.size;
      this.words.set(word, code);
      return code;
    });
    if (this.words.size > mostWords) {
      throw new DataError(
        `data.inputs: column "${this.first.name}" has more than ${mostWords} different words in all files; leave it out of data.inputs`,
        ['data', 'inputs'],
      );
    }
    for (const value of values) {
      this.values.push(codes[value]);
    }
  }

  finish(): TableColumn {
    return { ...this.first, ...wordsInOrder([...this.words.keys()], this.values.toArray()) };
  }
}

function pushAll(to: Floats, values: Float64Array): Floats {
  for (const value of values) {
    to.push(value);
  }
  return to;
}

/** `a` for `sensors/a.csv`. */
function seriesName(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return name.replace(/\.[^.]+$/, '');
}
