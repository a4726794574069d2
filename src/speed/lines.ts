/** Formats measurements as lines of text. */

/** Rows of equally many cells as aligned lines: the first column holds words, the others numbers. */
export function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] + 2)))
      .join(''),
  );
}
