/** Several measurements of one thing, and how a table tells them. */

export interface Measured {
  readonly name: string;
  readonly unit: 'ms' | 's';
  readonly values: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, smallest and largest of each, and how many there were. */
export function table(rows: readonly Measured[]): string {
  const cells = [
    ['', 'median', 'smallest', 'largest', 'measured'],
    ...rows.map(({ name, unit, values }) => [
      name,
      `${digits(median(values))} ${unit}`,
      digits(Math.min(...values)),
      digits(Math.max(...values)),
      `${values.length} times`,
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] + 2)))
        .join(''),
    )
    .join('\n');
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
