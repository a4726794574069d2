/** Computes where a key moves the cursor of a plot. Pure. */
import type { ColumnRange, Place } from '../drawing/matrix';

/**
 * Arrows move by one, Page Up and Page Down by a tenth of the columns in view, Home and End to the first and
 * last of these.
 */
export function moveBy(
  key: string,
  { column, row }: Place,
  { from, to }: ColumnRange,
  rows: number,
): Place | null {
  const page = Math.max(1, Math.round((to - from) / 10));
  const across: Record<string, number> = {
    ArrowLeft: column - 1,
    ArrowRight: column + 1,
    PageUp: column - page,
    PageDown: column + page,
    Home: from,
    End: to - 1,
  };
  if (key in across) {
    return { column: clamp(across[key], from, to - 1), row };
  }
  if (rows > 0 && (key === 'ArrowUp' || key === 'ArrowDown')) {
    return { column, row: clamp((row ?? 0) + (key === 'ArrowUp' ? -1 : 1), 0, rows - 1) };
  }
  return null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
