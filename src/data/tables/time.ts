/** The columns of a table that tell the time of each row. */
import { type DateOrder, dateReader, offsetOf } from '../cells/dates';
import { DataError } from '../common/dataset';
import type { HeadColumn, TableHead } from './head';

export interface TimeColumns {
  readonly names: readonly string[];
  /** The wall time of a row, in days since 1970; NaN where it has none. */
  wall(fields: readonly string[]): number;
  /** How far that time is ahead of Greenwich, in days; NaN where the row does not say so. */
  offset(fields: readonly string[]): number;
}

const parts = {
  year: /^(year|yr|yyyy)$/i,
  month: /^(month|mon|mo|mm)$/i,
  day: /^(day|dd|dom|day.?of.?month)$/i,
  hour: /^(hour|hr|hh|hours)$/i,
  minute: /^(minute|min)$/i,
};

/**
 * The time of the rows: the columns that the config names, the first column of dates (with a column of times
 * of day beside it, where the dates are whole days), or columns of year, month, day and so on. Undefined
 * where there is none.
 * @throws DataError where a column that the config names holds no time
 */
export function timeColumns(head: TableHead, wanted: readonly string[] | undefined): TimeColumns | undefined {
  const place = (name: string) => head.names.indexOf(name);
  const chosen = wanted?.map((name) => head.columns[place(name)]) ?? detected(head);
  if (chosen.length === 0) {
    return undefined;
  }
  const names = chosen.map(({ name }) => name);
  const indices = names.map(place);
  const [date, ofDay] = chosen;
  if (chosen.length <= 2 && date.dates !== undefined) {
    const read = dateReader(date.dates);
    const clock = dateReader('clock');
    const partOfDay = ofDay?.dates === 'clock' ? clock : (text: string) => head.number(text) / 24; // a column of hours
    return {
      names,
      wall: (fields) => read(fields[indices[0]]) + (ofDay === undefined ? 0 : partOfDay(fields[indices[1]])),
      offset: (fields) => offsetOf(fields[indices[indices.length - 1]]),
    };
  }
  const role = (name: keyof typeof parts) =>
    indices[chosen.findIndex((column) => parts[name].test(column.name))];
  const [year, month, day, hour, minute] = (['year', 'month', 'day', 'hour', 'minute'] as const).map(role);
  if (year === undefined || month === undefined) {
    throw new DataError(
      `data.read.time: ${names.map((name) => `"${name}"`).join(' and ')} of ${head.file} hold no time; expected a column of dates, one of dates and one of times of day, or columns named year, month, day, hour`,
      ['data', 'read', 'time'],
    );
  }
  const at = (fields: readonly string[], index: number | undefined, otherwise: number) =>
    index === undefined ? otherwise : head.number(fields[index]);
  return {
    names,
    wall: (fields) =>
      Date.UTC(at(fields, year, 0), at(fields, month, 1) - 1, at(fields, day, 1)) / 86_400_000 +
      at(fields, hour, 0) / 24 +
      at(fields, minute, 0) / 1440,
    offset: () => Number.NaN,
  };
}

function detected({ columns }: TableHead): readonly HeadColumn[] {
  const isDate = ({ dates }: HeadColumn) => dates !== undefined && dates !== 'clock';
  const date = columns.find(isDate);
  if (date) {
    const ofDay = columns.find(
      ({ dates, kind, name }) => dates === 'clock' || (kind === 'number' && parts.hour.test(name)),
    );
    return ofDay && wholeDays(date.cells, date.dates) ? [date, ofDay] : [date];
  }
  const found = Object.values(parts).map((name) =>
    columns.find((column) => column.kind === 'number' && name.test(column.name)),
  );
  const [year, month, day] = found;
  return year && month && day ? found.filter((column) => column !== undefined) : [];
}

function wholeDays(cells: readonly string[], order: DateOrder | undefined): boolean {
  const read = dateReader(order ?? 'year-month-day');
  return cells.every((cell) => {
    const day = read(cell);
    return Number.isNaN(day) || Number.isInteger(day);
  });
}
