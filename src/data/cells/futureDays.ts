/** The dates behind the end of a series, at the distance that its last dates have. */

/** Number of dates at the end of a series by which their distance is judged. */
const mostDates = 25;

/**
 * @param days days since 1970 (UTC), rising; NaN where a row has no date
 * @returns the day of the k-th row behind the end, from 1; NaN where the last rows have no dates
 */
export function futureDays(days: Float64Array): (k: number) => number {
  const last = days.subarray(Math.max(0, days.length - mostDates));
  if (last.length < 2 || last.some(Number.isNaN)) {
    return () => Number.NaN;
  }
  const end = last[last.length - 1];
  const months = monthsBetween(last);
  if (months > 0) {
    return (k) => {
      const date = new Date(end * 86_400_000);
      const from = date.getUTCDate();
      // A month that is too short ends with its last day.
      const shortest = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + k * months + 1, 0));
      const day = Math.min(from, shortest.getUTCDate());
      return Date.UTC(shortest.getUTCFullYear(), shortest.getUTCMonth(), day) / 86_400_000 + (end % 1);
    };
  }
  const differences = Array.from(last.subarray(1), (day, i) => day - last[i]).sort((a, b) => a - b);
  const distance = differences[differences.length >> 1];
  return (k) => end + k * distance;
}

/** The whole months from each date to the next, on the same day of the month; 0 where there is no such. */
function monthsBetween(days: Float64Array): number {
  const dates = Array.from(days, (day) => new Date(day * 86_400_000));
  const index = (date: Date) => 12 * date.getUTCFullYear() + date.getUTCMonth();
  const step = index(dates[1]) - index(dates[0]);
  const regular = dates.every(
    (date, i) =>
      date.getUTCDate() === dates[0].getUTCDate() && (i === 0 || index(date) - index(dates[i - 1]) === step),
  );
  return regular ? step : 0;
}
