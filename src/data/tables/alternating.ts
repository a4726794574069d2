/**
 * Finds series whose rows alternate, such as three stations with a row each at every hour, although the
 * config names no column that tells them apart.
 */
import type { TableHead } from './head';
import type { TimeColumns } from './time';

export interface Alternating {
  /** The column that tells the series apart. */
  readonly column: string;
  /** Number of series among the first rows. */
  readonly series: number;
  /** `time`: they share their times; `turns`: they take turns, and each moves less than the rows do. */
  readonly by: 'time' | 'turns';
}

const fewestRows = 8;
/** Share of rows that have the time of the row before them where series alternate. */
const sharedTimes = 0.3;
/** Most series, as a share of the rows. */
const mostSeries = 0.25;
/** How much less values change within a series than from row to row where series take turns. */
const calmer = 4;
/** Columns that take turns because the calendar does. */
const calendar = /month|weekday|week|day|hour|minute|season|quarter|year|phase|slot|period/i;

/**
 * Undefined where the rows are one series, or the first rows do not show otherwise.
 * @param targets columns that are predicted, and so tell no series apart
 */
export function findAlternating(
  head: TableHead,
  time: TimeColumns | undefined,
  targets: readonly string[],
): Alternating | undefined {
  const { rows } = head;
  if (rows.length < fewestRows) {
    return undefined;
  }
  const candidates = head.columns.flatMap(({ name, kind, cells }) => {
    const texts = cells.map((cell) => cell.trim());
    const series = new Set(texts).size;
    const names = kind === 'word' || (kind === 'number' && texts.every((text) => /^\d+$/.test(text)));
    return names && !targets.includes(name) && series >= 2 && series <= mostSeries * rows.length
      ? [{ name, texts, series }]
      : [];
  });
  const times = time && rows.map(({ fields }) => time.wall(fields));
  for (const { name, texts, series } of candidates) {
    const found = times
      ? shareTimes(times, texts) && (!counts(texts) || isCalmer(head, name, series, targets, 1))
      : !calendar.test(name) && recur(texts, series) && isCalmer(head, name, series, targets, calmer);
    if (found) {
      return { column: name, series, by: times ? 'time' : 'turns' };
    }
  }
  return undefined;
}

/** Whether rows share their times with the row before, and never with another row of the same name. */
function shareTimes(times: readonly number[], texts: readonly string[]): boolean {
  const shared = times.filter((each, row) => row > 0 && each === times[row - 1]).length;
  const pairs = new Set(times.map((each, row) => `${each} ${texts[row]}`));
  return shared >= sharedTimes * times.length && pairs.size === times.length;
}

/** Whether names count from 0 or 1, as hours do: those may be parts of the time. */
function counts(texts: readonly string[]): boolean {
  const different = [...new Set(texts)].map(Number).sort((a, b) => a - b);
  return different[0] <= 1 && different.every((value, i) => value === different[0] + i);
}

/** Whether names come in a fixed order again and again. */
function recur(texts: readonly string[], series: number): boolean {
  return texts.every((text, row) => row < series || text === texts[row - series]);
}

/** Whether a value changes less from one turn of its series to the next than from row to row. */
function isCalmer(
  { columns, number }: TableHead,
  name: string,
  series: number,
  targets: readonly string[],
  factor: number,
): boolean {
  return columns.some((column) => {
    const wanted = targets.length === 0 || targets.includes(column.name);
    if (column.kind !== 'number' || column.name === name || !wanted) {
      return false;
    }
    const values = column.cells.map(number);
    const change = (back: number) => {
      const changes = values
        .map((value, row) => Math.abs(value - values[row - back]))
        .filter((each) => !Number.isNaN(each));
      return changes.reduce((sum, each) => sum + each, 0) / changes.length;
    };
    return factor * change(series) < change(1);
  });
}
