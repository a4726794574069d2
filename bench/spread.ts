/** Several measurements of one quantity, and their text in a table. */
import { measurement } from '../src/notation/numbers';
import { aligned } from '../src/speed/lines';
import { median } from '../src/speed/rounds';

export interface Measured {
  readonly name: string;
  readonly unit: 'ms' | 's';
  readonly values: readonly number[];
}

/** Median, smallest and largest of the measurements, and their number. */
export function table(rows: readonly Measured[]): string {
  return aligned([
    ['', 'median', 'smallest', 'largest', 'measured'],
    ...rows.map(({ name, unit, values }) => [
      name,
      `${measurement(median(values))} ${unit}`,
      measurement(Math.min(...values)),
      measurement(Math.max(...values)),
      `${values.length} times`,
    ]),
  ]).join('\n');
}
