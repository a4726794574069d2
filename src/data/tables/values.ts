/** Reads the value of a table cell: a number, a date, a word, or nothing. */

export type ColumnKind = 'number' | 'date' | 'word';

const missing = new Set(['', 'na', 'n/a', 'nan', 'null', '?']);

export function isMissing(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= 4 && missing.has(trimmed.toLowerCase());
}

/**
 * The number in a text, or NaN. It accepts what JSON, R and spreadsheets write, without thousands separators.
 */
export function numberOf(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** Days since 1970-01-01 (UTC) of an ISO date, with or without a time of day; NaN for anything else. */
export function dayOf(text: string): number {
  const match =
    /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text.trim(),
    );
  if (!match) {
    return Number.NaN;
  }
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day > 31) {
    return Number.NaN;
  }
  return Date.UTC(year, month - 1, Math.max(1, day), hour, minute, second) / 86_400_000;
}

/**
 * The kind of a column by the cells read so far: the kind of the first, if most are of that kind. So one
 * stray text does not turn a column of numbers into words; it is reported where the column is used. A column
 * without values counts as numbers.
 */
export function kindOf(cells: readonly string[]): ColumnKind {
  const present = cells.filter((cell) => !isMissing(cell));
  const mostly = (value: (cell: string) => number) =>
    !Number.isNaN(value(present[0])) &&
    present.filter((cell) => !Number.isNaN(value(cell))).length > present.length / 2;
  if (present.length === 0 || mostly(numberOf)) {
    return 'number';
  }
  return mostly(dayOf) ? 'date' : 'word';
}

/** The place of a day in its year as an angle: 0 on New Year's Day, 2π a year later. */
export function placeInYear(day: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const start = Date.UTC(year, 0, 1) / 86_400_000;
  const end = Date.UTC(year + 1, 0, 1) / 86_400_000;
  return (2 * Math.PI * (day - start)) / (end - start);
}
