/**
 * Detects texts in which each line stands alone, such as lists of names, although they are read as one
 * stream.
 */

import type { CrossedBreaks } from '../common/dataset';
import type { Spans } from './spans';
import type { TextTokens } from './tokens';

/** Most lines that are examined, from the start of the text. */
const mostLines = 5000;
const fewestLines = 20;
/**
 * Most words and characters of a short line, as names are; a longer one is as likely a sentence or a verse.
 */
const mostWords = 3;
const mostCharacters = 40;
/**
 * Share of the lines that have to be short: running text has punctuation at the ends of its lines, and few
 * short ones.
 */
const mostly = 0.95;
/**
 * Share of the lines that may have the same length: text that is wrapped at a width continues in the next
 * line.
 */
const ofOneLength = 0.5;

/**
 * Whether most lines are a few words, with letters, without punctuation at the end, and of different lengths.
 */
export function isListOfLines({ codes, symbols, length }: TextTokens): boolean {
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

/** Counts the sequences that read on after the end of a line; undefined where none does. */
export function crossedLines({ codes, symbols }: TextTokens, spans: Spans): CrossedBreaks | undefined {
  const lineBreak = symbols.indexOf('\n');
  let crossing = 0;
  let count = 0;
  let reached = 0;
  let first = -1;
  for (let s = 0; s < spans.count; s++) {
    const start = spans.start(s);
    // The last character read is followed only by a target.
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
  let before = 0;
  for (let i = 0; i <= first; i++) {
    before += codes[i] === lineBreak ? 1 : 0;
  }
  return { by: 'lines', count, line: before + 1, sequences: crossing / spans.count };
}
