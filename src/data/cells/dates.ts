/** Reads dates and times of day as people and programs write them, in the order that a column has. */

/** The order of the parts of a date, or what a number of time counts since 1970; `clock` is a time of day alone. */
export type DateOrder =
  | 'year-month-day'
  | 'day-month-year'
  | 'month-day-year'
  | 'seconds'
  | 'milliseconds'
  | 'clock';

/** A reader of dates: the wall time as days since 1970-01-01, or NaN where the text is none. */
export type DateReader = (text: string) => number;

const secondsOfDay = 86_400;
const time = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?`;
const zone = String.raw`(?:\s*(?:Z|UTC|GMT|\[[\w/]+\])|\s*[+-]\d{2}:?\d{2})*`;
const behind = `(?:(?:[T ,]\\s*|\\s+)${time}${zone})?`;
const weekday = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,?\\s+)?';
const name = '[a-z]{3,9}\\.?';

const yearFirst = new RegExp(`^(\\d{4})(?:([-/.])(\\d{1,2})(?:\\2(\\d{1,2}))?|(\\d{2})(\\d{2}))${behind}$`);
const numbersOnly = new RegExp(`^(\\d{1,2})([-/. ])(\\d{1,2})\\2(\\d{4}|\\d{2})${behind}$`);
const dayThenName = new RegExp(
  `^${weekday}(\\d{1,2})[-/. ]\\s*(${name})[-/., ]\\s*(\\d{4}|\\d{2})${behind}$`,
  'i',
);
const nameThenDay = new RegExp(`^${weekday}(${name})[-/. ]\\s*(\\d{1,2})[-/., ]\\s*(\\d{4})${behind}$`, 'i');
const clock = new RegExp(`^${time}$`);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A reader of a column's dates. */
export function dateReader(order: DateOrder): DateReader {
  switch (order) {
    case 'seconds':
      return (text) => wholeNumber(text) / secondsOfDay;
    case 'milliseconds':
      return (text) => wholeNumber(text) / (1000 * secondsOfDay);
    case 'clock':
      return (text) => {
        const match = clock.exec(text.trim());
        return match ? timeOf(match, 1) : Number.NaN;
      };
    case 'year-month-day':
      return readYearFirst;
    default:
      return (text) => readYearLast(text.trim(), order);
  }
}

function wholeNumber(text: string): number {
  const trimmed = text.trim();
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

function readYearFirst(text: string): number {
  const match = yearFirst.exec(text.trim());
  if (!match) {
    return Number.NaN;
  }
  const [, year, , month, day, compactMonth, compactDay] = match;
  return (
    dayAt(Number(year), Number(month ?? compactMonth), Number(day ?? compactDay ?? 1)) + timeOf(match, 7)
  );
}

function readYearLast(text: string, order: 'day-month-year' | 'month-day-year'): number {
  const numbers = numbersOnly.exec(text);
  if (numbers) {
    const [day, month] = order === 'day-month-year' ? [numbers[1], numbers[3]] : [numbers[3], numbers[1]];
    return dayAt(fullYear(numbers[4]), Number(month), Number(day)) + timeOf(numbers, 5);
  }
  // A month by its name is certain in either order.
  const named = dayThenName.exec(text);
  if (named) {
    return dayAt(fullYear(named[3]), monthOf(named[2]), Number(named[1])) + timeOf(named, 4);
  }
  const swapped = nameThenDay.exec(text);
  return swapped
    ? dayAt(fullYear(swapped[3]), monthOf(swapped[1]), Number(swapped[2])) + timeOf(swapped, 4)
    : Number.NaN;
}

/** 0 where the text is no month, which `dayAt` refuses. */
function monthOf(text: string): number {
  return months.indexOf(text.slice(0, 3).toLowerCase()) + 1;
}

/** A year of two digits lies between 1970 and 2069, as POSIX has it but for one year. */
function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year < 70 ? 2000 + year : 1900 + year;
}

/** Days since 1970 of a date of the calendar; NaN where there is no such day. */
function dayAt(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) {
    return Number.NaN;
  }
  const milliseconds = Date.UTC(year, month - 1, day);
  const exists = day <= 28 || new Date(milliseconds).getUTCDate() === day;
  return exists ? milliseconds / (1000 * secondsOfDay) : Number.NaN;
}

/**
 * The time of day as a part of a day, from hour, minute, second, fraction and half of the day in a match;
 * 0 without one.
 */
function timeOf(match: RegExpExecArray, at: number): number {
  const [hour, minute, second, fraction, half] = match.slice(at, at + 5);
  if (hour === undefined) {
    return 0;
  }
  const hours =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hours > 24 || Number(minute) > 59 || Number(second ?? 0) > 60) {
    return Number.NaN;
  }
  const seconds = 3600 * hours + 60 * Number(minute) + Number(second ?? 0);
  return (seconds + Number(`0.${fraction ?? 0}`)) / secondsOfDay;
}

/**
 * How far a written time is ahead of Greenwich, in days, such as 1/24 for `2021-06-01T12:00:00+01:00`; NaN
 * where the text says nothing about it.
 */
export function offsetOf(text: string): number {
  const match = /\d(?:[:.]\d{2})?\s*(Z|UTC|GMT|([+-])(\d{2}):?(\d{2}))(?:\s*\[[\w/]+\])?\s*$/.exec(text);
  if (!match || !/\d[:.]\d{2}/.test(text)) {
    return Number.NaN;
  }
  const [, , sign, hours, minutes] = match;
  return sign === undefined ? 0 : ((sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes))) / 1440;
}

/** Earliest and latest moments that a number of time may mean: from 1990 to 2100, in seconds. */
const [earliest, latest] = [631_152_000, 4_102_444_800];
const namedAsTime = /time|date|epoch|stamp|unix|^(ts|utc|t|when|day)$/i;

/**
 * The order of a column's dates, and how many of its cells are dates in that order; undefined where none is.
 * Between day and month first, a part above 12 decides; without one, the order in which time runs forwards,
 * then that of even steps; without that, dots mean the day first, and otherwise the shorter time is meant.
 * @param column its name: a column of numbers is one of time only where the name or the numbers say so
 * @param cells cells with a value
 */
export function detectDates(
  column: string,
  cells: readonly string[],
): { readonly order: DateOrder; readonly found: number } | undefined {
  const counted = countsTime(column, cells);
  if (counted) {
    return counted;
  }
  const named = (['year-month-day', 'day-month-year', 'month-day-year', 'clock'] as const).map((order) => {
    const read = dateReader(order);
    const days = cells.map(read);
    return { order, days, found: days.filter((day) => !Number.isNaN(day)).length };
  });
  // Digits alone, such as 20230907, are a date only in a column that is named like one.
  const able = named.filter(
    ({ order, found }) =>
      found > 0 &&
      (order !== 'year-month-day' ||
        !cells.every((cell) => /^\s*\d+\s*$/.test(cell)) ||
        namedAsTime.test(column)) &&
      (order !== 'clock' || !cells.every((cell) => /^\s*\d+\.\d+\s*$/.test(cell))),
  );
  const most = Math.max(0, ...able.map(({ found }) => found));
  const best = able.filter(({ found }) => found === most);
  if (best.length <= 1) {
    return best[0];
  }
  const dotted = cells.some((cell) => /^\s*\d{1,2}\./.test(cell));
  const usual = best.find(({ order }) => order === (dotted ? 'day-month-year' : 'month-day-year'));
  const [first, second, ...others] = best.filter(({ days }) => rises(days));
  if (second === undefined || others.length > 0) {
    return first ?? usual;
  }
  const [one, other] = [unevenness(first.days), unevenness(second.days)];
  if (Math.max(one, other) > 2 * Math.min(one, other)) {
    return one < other ? first : second;
  }
  return dotted ? usual : span(first.days) < span(second.days) ? first : second;
}

/** The longest step of time, relative to the usual one. */
function unevenness(days: readonly number[]): number {
  const steps = days
    .slice(1)
    .map((day, i) => day - days[i])
    .filter((step) => step > 0)
    .sort((a, b) => a - b);
  return steps.length > 0 ? steps[steps.length - 1] / steps[steps.length >> 1] : 1;
}

function span(days: readonly number[]): number {
  const known = days.filter((day) => !Number.isNaN(day));
  return known[known.length - 1] - known[0];
}

/** Seconds or milliseconds since 1970, where all cells are such numbers. */
function countsTime(
  column: string,
  cells: readonly string[],
): { readonly order: DateOrder; readonly found: number } | undefined {
  const numbers = cells.map(wholeNumber);
  const within = (factor: number) =>
    numbers.every((value) => value >= factor * earliest && value <= factor * latest);
  const order = within(1) ? 'seconds' : within(1000) ? 'milliseconds' : undefined;
  // Counts that rise in even steps are of time, whatever their name.
  const steps = numbers.slice(1).map((value, i) => value - numbers[i]);
  const even = steps.length > 2 && steps.every((step) => step === steps[0] && step > 0);
  return order !== undefined && (namedAsTime.test(column) || even)
    ? { order, found: cells.length }
    : undefined;
}

function rises(days: readonly number[]): boolean {
  const known = days.filter((day) => !Number.isNaN(day));
  return known.every((day, i) => i === 0 || day >= known[i - 1]);
}

/** The place of a day in its year as an angle: 0 on New Year's Day, 2π a year later. */
export function placeInYear(day: number): number {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  const start = Date.UTC(year, 0, 1) / 86_400_000;
  const end = Date.UTC(year + 1, 0, 1) / 86_400_000;
  return (2 * Math.PI * (day - start)) / (end - start);
}
