/** Reads tables written as text (CSV, TSV, columns by spaces) as rows of fields, in chunks: memory for one chunk. */
import { DataError, type DataSource } from '../common/dataset';
import { Decoding } from '../common/decode';
import { detectLayout, type Layout, longestRow, type ReadOptions, splitRows } from './layout';

export interface Row {
  /** Physical line on which it begins, from 1. */
  readonly line: number;
  /** Physical line after its last; a quoted field may hold line breaks. */
  readonly end: number;
  readonly fields: readonly string[];
}

/** The rows of a file, and how it is written. */
export interface TableRows {
  readonly layout: Layout;
  /** The first is the header, where there is one. Blank lines and comments are left out. */
  readonly rows: AsyncGenerator<readonly Row[]>;
  /** Sentences on how the file was read; complete once all rows have been read. */
  notes(): readonly string[];
}

/** Text from which the layout is detected, in line breaks and in characters: whichever comes first. */
const headLines = 120;
const headCharacters = 1 << 18;

/**
 * Opens a table and yields its rows in order, some at a time. Fields are as written, without quotes.
 * @throws DataError for bytes that are not text, and for quotes that leave open where a field ends
 */
export async function openRows(source: DataSource, read: ReadOptions = {}): Promise<TableRows> {
  const decoding = new Decoding(source, read.encoding);
  const chunks = decoding.text();
  let head = '';
  let whole = true;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head += next.value;
    if (head.length >= headCharacters || breaksIn(head, headLines) >= headLines) {
      whole = false;
      break;
    }
  }
  const layout = detectLayout(head, whole, source.name, read);
  const splitting = new Splitting(source.name, layout);
  return {
    layout,
    rows: splitting.rows(head, chunks),
    notes: () => [...decoding.notes, ...layout.notes, ...splitting.notes],
  };
}

/** Cuts the text of a file into rows, and counts lines. */
class Splitting {
  private pending = '';
  private line = 1;
  /** Rows of empty fields behind the last row with a value: they are rows only if another one follows. */
  private empty: Row[] = [];

  constructor(
    private readonly file: string,
    private readonly layout: Layout,
  ) {}

  /** What was left out, in sentences. */
  get notes(): readonly string[] {
    const { length } = this.empty;
    return length > 0
      ? [
          `${length === 1 ? 'A row of empty fields at the end of the file is' : `${length} rows of empty fields at the end of the file are`} left out.`,
        ]
      : [];
  }

  async *rows(head: string, chunks: AsyncGenerator<string>): AsyncGenerator<readonly Row[]> {
    try {
      this.pending = head;
      let rows = this.take(false);
      if (rows.length > 0) {
        yield rows;
      }
      for await (const chunk of chunks) {
        this.pending += chunk;
        rows = this.take(false);
        if (rows.length > 0) {
          yield rows;
        }
      }
      rows = this.take(true);
      if (rows.length > 0) {
        yield rows;
      }
    } finally {
      await chunks.return(undefined); // so that a file that is not read to its end is closed
    }
  }

  /** @param whole whether the text ends here, so that its last row is complete */
  private take(whole: boolean): Row[] {
    if (this.pending === '') {
      return [];
    }
    const { layout, file } = this;
    const { data, cursor, problem } = splitRows(this.pending, layout, whole);
    const rows: Row[] = [];
    for (let r = 0; r < data.length; r++) {
      if (problem?.row === r) {
        break;
      }
      const fields = data[r];
      const { line } = this;
      const end = line + 1 + fields.reduce((sum, field) => sum + occurrences(field, layout.newline), 0);
      this.line = end;
      if (this.isRow(fields, line)) {
        const named = line === layout.headerInComment ? uncommented(fields, layout) : fields;
        const row = { line, end, fields: named };
        if (fields.every((field) => field.trim() === '')) {
          this.empty.push(row);
          continue;
        }
        rows.push(...this.empty.splice(0), row);
      }
    }
    if (problem) {
      throw new DataError(`line ${this.line} of ${file}: ${problem.what}`, ['data', 'file']);
    }
    this.pending = this.pending.slice(cursor);
    if (this.pending.length > longestRow) {
      throw new DataError(
        `line ${this.line} of ${file} does not end within ${longestRow} characters; is a quote not closed?`,
        ['data', 'file'],
      );
    }
    return rows;
  }

  /** Whether fields are a row: not a blank line, a comment, or a line above the header. */
  private isRow(fields: readonly string[], line: number): boolean {
    const { comment, skip, headerInComment } = this.layout;
    if (line === headerInComment) {
      return true;
    }
    if (line <= skip || (fields.length === 1 && fields[0].trim() === '')) {
      return false;
    }
    if (comment !== undefined && fields[0].trimStart().startsWith(comment)) {
      return false;
    }
    return true;
  }
}

/** The names of the columns without the sign of the comment that they stand in. */
function uncommented([first, ...others]: readonly string[], { comment = '', delimiter }: Layout): string[] {
  const name = first.trimStart().slice(comment.length).trim();
  return name === '' && delimiter === ' ' ? others : [name, ...others];
}

/** The number of line breaks in a text, counted up to `enough`. */
function breaksIn(text: string, enough: number): number {
  let count = 0;
  for (let at = text.search(/[\r\n]/); at >= 0 && count < enough; count++) {
    const next = text.indexOf('\n', at + 1);
    at = next < 0 ? text.indexOf('\r', at + 1) : next;
  }
  return count;
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    count++;
  }
  return count;
}
