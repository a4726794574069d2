/** Texts of which each line is something of its own, such as names, though they are read as one stream. */

import type { CrossedBreaks } from '../common/dataset';
import type { Characters } from './characters';
import type { Spans } from './spans';

/** Lines that are looked at: the first ones. */
const mostLines = 5000;
const fewestLines = 20;
/** Names and words are that short; what is longer is as likely a sentence or a verse. */
const mostWords = 3;
const mostCharacters = 40;
/** Share of the lines that have to be so: running text has marks at the ends of its lines, and few short ones. */
const mostly = 0.95;
/** Share of the lines that may have one length: what is wrapped at a width goes on in the next line. */
const ofOneLength = 0.5;

/** Whether most lines are a few words, with letters, without a mark at the end, of different lengths. */
export function isListOfLines({ codes, symbols, length }: Characters): boolean {
  const lineBreak = symbols.indexOf('\n');
  const lengths = new Map<number, number>();
  let lines = 0;
  let short = 0;
  let from = 0;
  for (let i = 0; i <= length && lines < mostLines; i++) {
    if (i < length && codes[i] !== lineBreak) {
      continue;
    }
    if (i > from) {
      lines++;
      lengths.set(i - from, (lengths.get(i - from) ?? 0) + 1);
      const cut = codes.subarray(from, Math.min(i, from + mostCharacters + 1));
      short += isShort(Array.from(cut, (code) => symbols[code]).join('')) ? 1 : 0;
    }
    from = i + 1;
  }
  const commonest = Math.max(0, ...lengths.values());
  return lines >= fewestLines && short >= mostly * lines && commonest <= ofOneLength * lines;
}

function isShort(line: string): boolean {
  return (
    line.length <= mostCharacters &&
    line.trim().split(/\s+/u).length <= mostWords &&
    /\p{L}/u.test(line) &&
    /[\p{L}\p{N}]\s*$/u.test(line)
  );
}

/** Sequences that read on after the end of a line; undefined where none does. */
export function crossedLines({ codes, symbols }: Characters, spans: Spans): CrossedBreaks | undefined {
  const lineBreak = symbols.indexOf('\n');
  let crossing = 0;
  let count = 0;
  let reached = 0;
  let first = -1;
  for (let s = 0; s < spans.count; s++) {
    const start = spans.start(s);
    // After the last character there is only a target.
    const end = start + spans.length(s) - 1;
    const found = codes.subarray(start, end).indexOf(lineBreak);
    if (found < 0) {
      continue;
    }
    crossing++;
    first = first < 0 ? start + found : first;
    for (let i = Math.max(start + found, reached); i < end; i++) {
      count += codes[i] === lineBreak ? 1 : 0;
    }
    reached = Math.max(reached, end);
  }
  if (crossing === 0) {
    return undefined;
  }
  const before = codes.subarray(0, first + 1).reduce((sum, code) => sum + (code === lineBreak ? 1 : 0), 0);
  return { by: 'lines', count, line: before + 1, sequences: crossing / spans.count };
}
