/** What a column of a table holds, judged by all of its cells that were read. */
import { type DateOrder, dateReader, detectDates } from './dates';
import type { Missing } from './missing';
import type { NumberReader } from './numbers';

export type ColumnKind = 'number' | 'date' | 'word';

export interface JudgedColumn {
  readonly kind: ColumnKind;
  /** The order of its dates; undefined for other kinds. */
  readonly dates: DateOrder | undefined;
}

/**
 * The kind that most of the cells with a value have, so that a few stray texts do not turn numbers into
 * words: they are reported where the column is used. A column without a value counts as numbers.
 * @param cells of the first rows
 * @param dates order that the config gives for all dates
 */
export function judgeColumn(
  name: string,
  cells: readonly string[],
  { missing, number }: { readonly missing: Missing; readonly number: NumberReader },
  dates: DateOrder | undefined,
): JudgedColumn {
  const present = cells.filter((cell) => !missing.hasAmongNumbers(cell));
  if (present.length === 0) {
    const words = cells.filter((cell) => !missing.has(cell));
    return { kind: words.length > 0 ? 'word' : 'number', dates: undefined };
  }
  const numbers = present.filter((cell) => !Number.isNaN(number(cell))).length;
  const found = datesOf(name, present, dates);
  if (found && found.found > present.length / 2 && (found.found > numbers || found.counts)) {
    return { kind: 'date', dates: found.order };
  }
  return { kind: numbers > present.length / 2 ? 'number' : 'word', dates: undefined };
}

function datesOf(name: string, cells: readonly string[], given: DateOrder | undefined) {
  const found = detectDates(name, cells);
  if (given !== undefined && found?.order !== 'clock') {
    const read = dateReader(given);
    const many = cells.filter((cell) => !Number.isNaN(read(cell))).length;
    // Every column of numbers counts seconds, so only one that is detected as time may be read so.
    return given === 'seconds' || given === 'milliseconds'
      ? found && { order: given, found: found.found, counts: true }
      : { order: given, found: many, counts: false };
  }
  return (
    found && {
      ...found,
      counts:
        found.order === 'seconds' ||
        found.order === 'milliseconds' ||
        (found.order === 'year-month-day' && cells.every((cell) => /^\s*\d{8}\s*$/.test(cell))),
    }
  );
}
