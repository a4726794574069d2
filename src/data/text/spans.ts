/** The parts of a text that its sequences cover. */
import type { Config, TextData } from '../../config/schema';
import { DataError, type LineHolder, type SequenceShape } from '../common/dataset';
import { Random } from '../common/random';
import { validationCount } from '../common/validationCount';
import type { TextTokens } from './tokens';

/**
 * Parts of a text, in its order. Sequence i reads `length(i)` tokens from `start(i)` on and predicts,
 * after each, the next one.
 */
export interface Spans {
  readonly count: number;
  start(i: number): number;
  length(i: number): number;
}

export interface SplitSpans {
  readonly training: Spans;
  readonly validation: Spans;
}

const defaultWindow = 100;
const none: Spans = { count: 0, start: () => 0, length: () => 0 };

/**
 * The windows over a stream; or, with `training.truncate` and no `window`, as many long parts side by side as
 * a batch has rows, so that the state can be carried from chunk to chunk.
 * @throws DataError where a part of the text is shorter than a window
 */
export function streamSpans(
  { length }: TextTokens,
  data: TextData,
  config: Config,
  file: string,
): SplitSpans {
  const { truncate, batchSize, seed } = config.training;
  const parallel =
    data.window === undefined && truncate !== undefined && config.task.shape === 'many-to-many';
  const window = data.window ?? defaultWindow;
  const stride = data.stride ?? window;
  const spans = (from: number, to: number): Spans => {
    // The last token of a part is only a target.
    const usable = to - from - 1;
    if (parallel) {
      const rows = Math.min(batchSize, usable);
      const each = Math.floor(usable / rows);
      return evenly(from, each, each, rows);
    }
    return evenly(from, stride, window, Math.floor((usable - window) / stride) + 1);
  };
  const what = data.tokens === 'word' ? 'words and marks' : 'characters';
  const needed = parallel ? 2 : window + 1;
  const cut = data.split === 'random' ? length : length - Math.round(length * data.validation);
  const parts = [
    { tokens: cut, who: data.split === 'random' ? file : `the training part of ${file}` },
    ...(cut < length || (data.validation > 0 && data.split !== 'random')
      ? [{ tokens: length - cut, who: `the validation part of ${file}` }]
      : []),
  ];
  const shortest = Math.min(...parts.map(({ tokens }) => tokens));
  for (const { tokens, who } of parts) {
    if (tokens < needed) {
      const advice =
        !parallel && shortest >= 2 ? `use a window of at most ${shortest - 1}` : 'use a longer text';
      throw new DataError(
        parallel
          ? `data.file: ${who} has ${tokens} ${what}, two or more are needed`
          : `data.window: ${who} has ${tokens} ${what}, a window of ${window} needs ${needed}; ${advice}`,
        ['data', parallel ? 'file' : 'window'],
      );
    }
  }
  if (data.split === 'random') {
    return splitAtRandom(spans(0, length), data.validation, seed);
  }
  return { training: spans(0, cut), validation: cut < length ? spans(cut, length) : none };
}

/**
 * One span for each line that is not empty. The line break before a line is its first token, the one
 * after it its last:
 *
 *     many-to-many   reads ⏎Ada, predicts Ada⏎
 *     many-to-one    reads ⏎Ad, predicts the last letter a
 *     one-to-many    reads A, predicts da⏎
 */
export function lineSpans(text: TextTokens, data: TextData, config: Config, file: string): SplitSpans {
  const spans = everyLine(text, config.task.shape);
  if (spans.count < 2) {
    throw new DataError(
      `data.sequences: ${file} has ${spans.count} ${spans.count === 1 ? 'line that is' : 'lines that are'} not empty; use "stream" for running text`,
      ['data', 'sequences'],
    );
  }
  if (data.split !== 'end') {
    return splitAtRandom(spans, data.validation, config.training.seed);
  }
  const held = validationCount(spans.count, data.validation);
  const order = Uint32Array.from({ length: spans.count }, (_, i) => i);
  return {
    training: chosen(spans, order.subarray(0, order.length - held)),
    validation: chosen(spans, order.subarray(order.length - held)),
  };
}

/** One span for each line that is not empty; see `lineSpans`. */
export function everyLine(text: TextTokens, shape: SequenceShape): Spans {
  const lineBreak = text.symbols.indexOf('\n');
  const starts: number[] = [];
  const lengths: number[] = [];
  let first = 1;
  for (let i = 1; i < text.length; i++) {
    if (text.codes[i] !== lineBreak) {
      continue;
    }
    if (i > first) {
      starts.push(shape === 'one-to-many' ? first : first - 1);
      lengths.push(shape === 'many-to-many' ? i - first + 1 : i - first);
    }
    first = i + 1;
  }
  return { count: starts.length, start: (i) => starts[i], length: (i) => lengths[i] };
}

/**
 * The windows over a whole stream that is only predicted: the last may be shorter, so that no character is
 * left out; in many-to-one, where each window has one target, only a text that is shorter than a window has
 * such a one.
 */
export function streamOf({ length }: TextTokens, data: TextData, shape: SequenceShape): Spans {
  const window = data.window ?? defaultWindow;
  const stride = data.stride ?? window;
  const usable = length - 1;
  const whole = Math.max(0, Math.floor((usable - window) / stride) + 1);
  const rest = usable - whole * stride;
  const covered = whole > 0 && stride < window ? usable - (whole - 1) * stride <= window : rest <= 0;
  const count = whole + (covered || (shape === 'many-to-one' && whole > 0) ? 0 : 1);
  return {
    count: usable < 1 ? 0 : count,
    start: (i) => i * stride,
    length: (i) => Math.min(window, usable - i * stride),
  };
}

function evenly(from: number, stride: number, length: number, count: number): Spans {
  return { count, start: (i) => from + i * stride, length: () => length };
}

function chosen(spans: Spans, which: Uint32Array): Spans {
  return {
    count: which.length,
    start: (i) => spans.start(which[i]),
    length: (i) => spans.length(which[i]),
  };
}

/** Holds back a random share for validation; both parts stay in the order of the text. */
function splitAtRandom(spans: Spans, share: number, seed: number): SplitSpans {
  const order = new Random(seed, 'split').permutation(spans.count);
  const held = validationCount(spans.count, share);
  return {
    training: chosen(spans, order.slice(held).sort()),
    validation: chosen(spans, order.slice(0, held).sort()),
  };
}

/**
 * The first sequence that reads all tokens `from … to−1` of a text, else the first that reads some of
 * them, else the first that predicts the first of them.
 */
export function spanAt(from: number, to: number, spans: Spans): LineHolder | undefined {
  let some: number | undefined;
  let predicted: number | undefined;
  for (let sequence = 0; sequence < spans.count; sequence++) {
    const start = spans.start(sequence);
    const end = start + spans.length(sequence);
    if (start >= to) {
      break; // spans are in order
    }
    if (start <= from && to <= end) {
      return { sequence, as: 'last' };
    }
    if (from < end) {
      some ??= sequence;
    } else if (from === end) {
      predicted ??= sequence;
    }
  }
  return some !== undefined
    ? { sequence: some, as: 'read' }
    : predicted !== undefined
      ? { sequence: predicted, as: 'predicted' }
      : undefined;
}
