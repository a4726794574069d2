/** Parts of a text as sequences: each token is an input, and the next one its target. */

import type { BatchBuffer, SequenceSet } from '../common/dataset';
import type { TokenWriter } from '../common/tokenInput';
import type { Spans } from './spans';
import { spanAt } from './spans';
import type { TextTokens } from './tokens';

/** The shapes of a sequence whose target is the next character. */
export type TextShape = 'many-to-many' | 'many-to-one' | 'one-to-many';

/** Most characters of a sequence that its label shows. */
const longestLabel = 40;

/**
 * @param classOf the class of each of the text's symbols
 * @param writeToken writes the class of an input
 * @param lines whether each sequence is a line; then the text begins with a break that the file does not have
 */
export function textSequences(
  text: TextTokens,
  classOf: Uint16Array,
  spans: Spans,
  writeToken: TokenWriter,
  shape: TextShape,
  lines: boolean,
): SequenceSet {
  const generated = shape === 'one-to-many';
  const { placeOf, tokensOf } = places(text, lines ? 1 : 0);
  const symbolAt = (i: number) => text.symbols[text.codes[i]];
  const shown = (i: number) => (symbolAt(i) === '\n' ? '⏎' : symbolAt(i));
  const classAt = (i: number) => classOf[text.codes[i]];
  /**
   * The first character of a sequence that is shown: a line's sequence begins with the break before
   * it.
   */
  const firstOwn = (sequence: number) => {
    const start = spans.start(sequence);
    return lines && symbolAt(start) === '\n' ? start + 1 : start;
  };
  const writeTarget = (i: number, place: number, batch: BatchBuffer) => {
    batch.mask[place] = 1;
    batch.targetClass[place] = classAt(i);
  };
  return {
    count: spans.count,
    inputSteps: (sequence) => (generated ? 1 : spans.length(sequence)),
    outputSteps: (sequence) => spans.length(sequence),
    writeInputs(sequence, from, to, batch, b) {
      const start = spans.start(sequence);
      const length = spans.length(sequence);
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        const real = t < (generated ? 1 : length);
        writeToken(batch, place, real ? classAt(start + t) : -1);
        if (generated) {
          continue;
        }
        batch.mask[place] = 0;
        if (real && (shape === 'many-to-many' || t === length - 1)) {
          writeTarget(start + t + 1, place, batch);
        }
      }
    },
    writeTargets(sequence, from, to, batch, b) {
      const start = spans.start(sequence);
      const length = spans.length(sequence);
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        batch.mask[place] = 0;
        if (t < length) {
          writeTarget(start + t + 1, place, batch);
        }
      }
    },
    label(sequence) {
      const first = firstOwn(sequence);
      // A line is shown whole, including its last token, which is only predicted.
      const end = spans.start(sequence) + spans.length(sequence);
      const last = lines && symbolAt(end) !== '\n' ? end + 1 : end;
      const tokens = Array.from({ length: Math.min(last - first, longestLabel + 1) }, (_, i) =>
        shown(first + i),
      );
      const characters = [...tokens.join(text.columns ? ' ' : '')];
      const excerpt = characters.slice(0, longestLabel).join('');
      return `line ${placeOf(first).line + 1}: "${excerpt}${characters.length > longestLabel ? '…' : ''}"`;
    },
    stepLabel: (sequence, step) => shown(spans.start(sequence) + step),
    // The break that a line begins with is shown at the line's first character.
    position: (sequence, step) => placeOf(Math.max(spans.start(sequence) + step, firstOwn(sequence))),
    targetPlace: (sequence, step) => {
      // The break that ends a last line may not be in the file.
      const { line } = placeOf(spans.start(sequence) + step + 1);
      return { line, label: undefined };
    },
    atLine(line) {
      const { from, to } = tokensOf(line);
      // In a stream an empty line has its break; where lines are sequences, it belongs to none.
      const end = lines || from < to ? to : Math.min(to + 1, text.length);
      return from < end ? spanAt(from, end, spans) : undefined;
    },
  };
}

/**
 * Functions that convert between tokens and positions in the file: `placeOf` a token, and
 * `tokensOf` a line without its break. Lines are found by bisection among the breaks, which are collected
 * at the first call; columns count UTF-16 units, as editors do.
 * @param lead line breaks before the text that are not in the file
 */
function places({ codes, symbols, length, columns }: TextTokens, lead: number) {
  const lineBreak = symbols.indexOf('\n');
  let starts: number[] | undefined;
  const lineStarts = () => {
    const found = [0];
    for (let at = lineBreak < 0 ? length : 0; at < length; at++) {
      if (codes[at] === lineBreak) {
        found.push(at + 1);
      }
    }
    return found;
  };
  const tokensOf = (line: number): { from: number; to: number } => {
    starts ??= lineStarts();
    const from = starts[line + lead] ?? length;
    const next = starts[line + lead + 1];
    return { from, to: next === undefined ? length : next - 1 };
  };
  const placeOf = (i: number): { line: number; column: number } => {
    starts ??= lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= i) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    let column = columns?.[i] ?? 0;
    for (let at = starts[low]; !columns && at < i; at++) {
      column += symbols[codes[at]].length;
    }
    return { line: Math.max(0, low - lead), column };
  };
  return { placeOf, tokensOf };
}
