/**
 * Finds the cell of a table at a position in its text, from the header and one row alone; nothing where that
 * is not certain.
 */
import { Missing } from '../cells/missing';
import { numberReader, plainNumbers } from '../cells/numbers';
import { DataError } from '../common/dataset';
import { findHeader } from './header';
import { detectLayout, splitRows } from './layout';

export interface CellPlace {
  /** Name of the column. */
  readonly column: string;
  /** Text of the cell, without quotes. */
  readonly text: string;
  /** Characters of the line, with quotes: `start … end − 1`. */
  readonly start: number;
  readonly end: number;
}

/**
 * @param file name of the file, whose extension may give the delimiter
 * @param header the line that names the columns
 * @param line the header line itself, or a line that holds a whole row
 */
export function cellAt(file: string, header: string, line: string, character: number): CellPlace | undefined {
  const isHeader = line === header;
  const [names, row = names] = rowsOf(file, isHeader ? header : `${header}\n${line}`) ?? [];
  // A row of another length is part of a longer row, or no row at all.
  if (!names || row.length !== names.length) {
    return undefined;
  }
  let start = 0;
  for (const [index, text] of row.entries()) {
    const end = endOf(text, line, start);
    if (end === undefined) {
      return undefined;
    }
    if (character >= start && character <= end) {
      return { column: names[index], text: text.trim(), start, end };
    }
    start = end + 1; // a delimiter is one character
  }
  return undefined;
}

/** The names of the columns, and the fields of the row behind them where there is one. */
function rowsOf(file: string, text: string): readonly (readonly string[])[] | undefined {
  const layout = detectLayout(text, true, file, {});
  const { data, problem } = splitRows(text, layout, true);
  const rows = data.filter((fields) => fields.length > 1 || fields[0].trim() !== '');
  if (problem || rows.length === 0 || rows.length > 2) {
    return undefined;
  }
  try {
    const [fields] = rows;
    const cells = { number: numberReader(plainNumbers), missing: new Missing() };
    return [findHeader([{ line: 1, end: 2, fields }], cells, file).names, ...rows.slice(1)];
  } catch (error) {
    if (error instanceof DataError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * End of the field that begins at `start` in its line, with or without quotes; undefined where the text
 * differs.
 */
function endOf(text: string, line: string, start: number): number | undefined {
  if (line[start] !== '"' && text.includes('"')) {
    return undefined; // the field may have begun on an earlier line
  }
  const written = line[start] === '"' ? `"${text.replaceAll('"', '""')}"` : text;
  return line.startsWith(written, start) ? start + written.length : undefined;
}
