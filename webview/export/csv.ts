/** The numbers of a figure as CSV (RFC 4180), in slices. Pure. */
import { doubleDecimal, singleDecimal } from '../../src/notation/decimals';
import type { SlicedWork } from '../base/scheduler';
import type { NumberTable } from './figure';

/** Numbers written between two pauses: a few milliseconds. */
const stretch = 2000;
/** Limit for one message to the host, which checks it too. */
export const mostBytes = 128e6;

/**
 * The file's bytes; null where there are more than `mostBytes`. NaN is written as `NaN`, a missing value is
 * empty.
 * @param tell receives the fraction that is done
 */
export function* csvOf(
  table: NumberTable,
  tell: (share: number) => void = () => undefined,
): SlicedWork<Uint8Array<ArrayBuffer> | null> {
  const { rows, columns, rowHeads } = table;
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let text = '';
  const heads = Array.from({ length: columns }, (_, column) => field(table.columnHead(column)));
  const decimals = heads.map((_, column) => (table.isSingle(column) ? singleDecimal : doubleDecimal));
  text += `${[...rowHeads.map(field), ...heads].join(',')}\r\n`;
  let since = 0;
  for (let row = 0; row < rows; row++) {
    text += table.rowHead(row).map(field).join(',');
    for (let column = 0; column < columns; column++) {
      const value = table.value(row, column);
      text += value === null ? ',' : `,${decimals[column](value)}`;
      if (++since === stretch) {
        const part = encoder.encode(text);
        bytes += part.length;
        if (bytes > mostBytes) {
          return null;
        }
        parts.push(part);
        text = '';
        since = 0;
        tell((row * columns + column) / (rows * columns));
        yield;
      }
    }
    text += '\r\n';
  }
  parts.push(encoder.encode(text));
  return yield* joined(parts);
}

function* joined(parts: readonly Uint8Array[]): SlicedWork<Uint8Array<ArrayBuffer> | null> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > mostBytes) {
    return null;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    whole.set(part, at);
    at += part.length;
    if (index % 64 === 63) {
      yield;
    }
  }
  return whole;
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
