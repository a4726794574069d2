/** Numbers, quoted text and words, read by jsep's readers, and the errors for characters that fit nowhere. */
import type jsep from 'jsep';
import { ExpressionError } from './problem';

export type Reader = jsep.HookScope;

export function numberAt(reader: Reader): number {
  const start = reader.index;
  const raw = literal(reader, () => reader.gobbleNumericLiteral(), 'this is not a number');
  if (typeof raw !== 'number' || Number.isNaN(raw)) {
    throw failure(reader, 'this is not a number', start);
  }
  return raw;
}

export function stringAt(reader: Reader): string {
  return String(literal(reader, () => reader.gobbleStringLiteral(), 'the quote at its end is missing'));
}

/** Reads a literal. jsep's own errors help nobody who does not know how it works. */
function literal(reader: Reader, read: () => jsep.PossibleExpression, message: string): unknown {
  const start = reader.index;
  try {
    return read()?.value;
  } catch (error) {
    if (!(error instanceof Error)) {
      throw error;
    }
    throw failure(reader, message, start);
  }
}

export function word(reader: Reader): string {
  const start = reader.index;
  reader.gobbleIdentifier();
  return reader.expr.slice(start, reader.index);
}

/** Whether jsep reads a word from this character on. */
export function beginsWord(char: string): boolean {
  return /[A-Za-z_$\u0080-\uffff]/.test(char);
}

export function failure(reader: Reader, message: string, start = reader.index): ExpressionError {
  return new ExpressionError(message, { start, end: Math.min(reader.index + 1, reader.expr.length) });
}

export function unexpected(reader: Reader): ExpressionError {
  const { expr, index } = reader;
  return index >= expr.length
    ? new ExpressionError('a value is missing at the end', { start: index, end: index })
    : unexpectedAt(expr, index);
}

/** The error for a character that fits nowhere; it names what people are likely to have meant. */
export function unexpectedAt(text: string, index: number): ExpressionError {
  const char = String.fromCodePoint(text.codePointAt(index) ?? 0);
  const words: Readonly<Record<string, string>> = {
    '=': 'nothing can be assigned in an expression; to compare, write ==',
    '[': 'there are no lists here; an index stands behind a name, as in h[3]',
    '{': 'there are no objects here; braces belong into the message of a logpoint',
    '`': 'there are no templates here; write text as "text"',
    ';': 'this is to be one expression; leave out the ;',
    ',': 'this is to be one expression; a comma stands only between what is passed to a function',
    '~': 'there is no operator ~; write ! for not',
    ')': 'there is no ( for this )',
    ']': 'there is no [ for this ]',
  };
  return new ExpressionError(words[char] ?? `"${char}" is not expected here`, {
    start: index,
    end: index + char.length,
  });
}
