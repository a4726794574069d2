/** Text read character by character: the target of each step is the next character. */
import type { Config, TextData } from '../config/schema';
import { type BatchBuffer, DataError, type DataSource, type Dataset, type SequenceSet } from './dataset';
import { decodeText } from './decode';
import { classBaseline } from './frequencies';
import { Random } from './random';
import { unscaled } from './scaling';
import { Vocabulary } from './vocabulary';

/** Part of the text that one sequence covers: it reads `length` characters from `start` and predicts the ones after each. */
interface Span {
  readonly start: number;
  readonly length: number;
}

const defaultWindow = 100;
/** Characters are held in memory; a gigabyte of text is not for training in an editor. */
const longestText = 200_000_000;

/**
 * A stream is cut into windows; with `training.truncate` and no `window` into `batchSize` long parts side by side, whose
 * state is carried from chunk to chunk. With lines, a line break starts (as input) and ends (as target) each sequence.
 */
export async function textDataset(config: Config, data: TextData, source: DataSource): Promise<Dataset> {
  const { shape } = config.task;
  if (shape === 'encoder-decoder' || shape === 'one-to-one') {
    throw new DataError(
      `task.shape: "${shape}" needs pairs of inputs and targets; use a .jsonl file, or for text many-to-many, many-to-one or one-to-many`,
      ['task', 'shape'],
    );
  }
  if (config.task.loss !== undefined && config.task.loss !== 'crossEntropy') {
    throw new DataError(
      `task.loss: ${config.task.loss} does not fit characters, which are classes; use crossEntropy`,
      ['task', 'loss'],
    );
  }
  const lines = data.sequences === 'line';
  const text = await readAll(source, lines);
  const { training, validation } = lines
    ? lineSpans(text, data, config.training.seed, source.name)
    : streamSpans(text, data, config, source.name);
  const charactersOf = function* (spans: readonly Span[]) {
    for (const { start, length } of spans) {
      for (let i = start; i <= start + length; i++) {
        yield text.at(i);
      }
    }
  };
  const vocabulary = new Vocabulary(charactersOf(training), charactersOf(validation), source.name);
  const codes = new Int32Array(text.length);
  for (const spans of [training, validation]) {
    for (const { start, length } of spans) {
      for (let i = start; i <= start + length; i++) {
        codes[i] = vocabulary.code(text.at(i));
      }
    }
  }
  const count = (spans: readonly Span[]) => {
    const found = new Float64Array(vocabulary.size);
    let targets = 0;
    for (const span of spans) {
      for (let t = shape === 'many-to-one' ? span.length - 1 : 0; t < span.length; t++) {
        found[codes[span.start + t + 1]]++;
        targets++;
      }
    }
    return { found, targets };
  };
  const measured = count(validation.length > 0 ? validation : training);
  const names = vocabulary.characters.map((character) => (character === '\n' ? '⏎' : character));
  const set = (spans: readonly Span[]) => spanSet(text, codes, spans, vocabulary.size, shape, lines);
  return {
    shape,
    targetKind: 'classes',
    inputSize: vocabulary.size,
    outputSize: vocabulary.size,
    inputNames: names,
    outputNames: names,
    inputScaling: names.map(() => unscaled),
    targetScaling: names.map(() => unscaled),
    training: set(training),
    validation: set(validation),
    baseline: classBaseline(count(training).found, measured.found, measured.targets, 'character frequencies'),
    notes:
      vocabulary.unknown === undefined
        ? []
        : [
            'The validation part has characters that the training part lacks; they are read as one unknown character.',
          ],
  };
}

/** The text as characters (code points), each with its place in the file. */
interface Characters {
  readonly length: number;
  at(i: number): string;
}

/** Line breaks of any kind become one `\n`. With lines there is one before the first and after the last. */
async function readAll(source: DataSource, lines: boolean): Promise<Characters> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of decodeText(source)) {
    length += part.length;
    if (length > longestText) {
      throw new DataError(
        `data.file: ${source.name} has more than ${longestText} characters; use a part of it`,
        ['data', 'file'],
      );
    }
    parts.push(part);
  }
  const plain = parts.join('').replace(/\r\n?/g, '\n');
  if (plain === '') {
    throw new DataError(`data.file: ${source.name} is empty`, ['data', 'file']);
  }
  const text = lines ? `\n${plain}\n` : plain;
  const points = new Uint32Array(text.length);
  let count = 0;
  for (const character of text) {
    points[count++] = character.codePointAt(0) ?? 0;
  }
  return { length: count, at: (i) => String.fromCodePoint(points[i]) };
}

function streamSpans(
  text: Characters,
  data: TextData,
  config: Config,
  file: string,
): { training: Span[]; validation: Span[] } {
  const { truncate, batchSize, seed } = config.training;
  const cut = text.length - Math.round(text.length * data.validation);
  const parts = data.window === undefined && truncate !== undefined && config.task.shape === 'many-to-many';
  const window = data.window ?? defaultWindow;
  const spans = (from: number, to: number, what: string): Span[] => {
    // The last character of a part is only a target.
    const usable = to - from - 1;
    if (parts) {
      const rows = Math.min(batchSize, usable);
      const length = Math.floor(usable / rows);
      return usable < 1 ? [] : Array.from({ length: rows }, (_, i) => ({ start: from + i * length, length }));
    }
    if (usable < window) {
      throw new DataError(
        `data.window: ${what} of ${file} has ${to - from} characters, a window of ${window} needs ${window + 1}; use a shorter one`,
        ['data', 'window'],
      );
    }
    const stride = data.stride ?? window;
    return Array.from({ length: Math.floor((usable - window) / stride) + 1 }, (_, i) => ({
      start: from + i * stride,
      length: window,
    }));
  };
  if (data.split === 'random') {
    return shuffled(spans(0, text.length, 'all'), data.validation, seed);
  }
  return {
    training: spans(0, cut, 'the training part'),
    validation: data.validation > 0 ? spans(cut, text.length, 'the validation part') : [],
  };
}

function lineSpans(
  text: Characters,
  data: TextData,
  seed: number,
  file: string,
): { training: Span[]; validation: Span[] } {
  const spans: Span[] = [];
  let start = 1;
  for (let i = 1; i < text.length; i++) {
    if (text.at(i) === '\n') {
      if (i > start) {
        // It reads the break before the line and then the line, and predicts the line and the break after it.
        spans.push({ start: start - 1, length: i - start + 1 });
      }
      start = i + 1;
    }
  }
  if (spans.length < 2) {
    throw new DataError(
      `data.sequences: ${file} has ${spans.length} lines that are not empty; use "stream" for running text`,
      ['data', 'sequences'],
    );
  }
  if (data.split === 'end') {
    const held = Math.round(spans.length * data.validation);
    return { training: spans.slice(0, spans.length - held), validation: spans.slice(spans.length - held) };
  }
  return shuffled(spans, data.validation, seed);
}

/** A random share is held back; both parts stay in the order of the text. */
function shuffled(
  spans: readonly Span[],
  share: number,
  seed: number,
): { training: Span[]; validation: Span[] } {
  const order = new Random(seed, 'split').permutation(spans.length);
  const held = new Set(order.subarray(0, Math.min(spans.length - 1, Math.round(spans.length * share))));
  return {
    training: spans.filter((_, i) => !held.has(i)),
    validation: spans.filter((_, i) => held.has(i)),
  };
}

function spanSet(
  text: Characters,
  codes: Int32Array,
  spans: readonly Span[],
  size: number,
  shape: 'many-to-many' | 'many-to-one' | 'one-to-many',
  lines: boolean,
): SequenceSet {
  const generated = shape === 'one-to-many';
  const places = lazyPlaces(text, lines ? 1 : 0);
  const shown = (i: number) => (text.at(i) === '\n' ? '⏎' : text.at(i));
  const writeTarget = (i: number, place: number, batch: BatchBuffer) => {
    batch.mask[place] = 1;
    batch.targetClass[place] = codes[i];
  };
  return {
    count: spans.length,
    inputSteps: (sequence) => (generated ? 1 : spans[sequence].length),
    outputSteps: (sequence) => spans[sequence].length,
    writeInputs(sequence, from, to, batch, b) {
      const { start, length } = spans[sequence];
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        batch.x.fill(0, place * size, (place + 1) * size);
        if (t < length) {
          batch.x[place * size + codes[start + t]] = 1;
        }
        if (!generated) {
          batch.mask[place] = 0;
          if (t < length && (shape === 'many-to-many' || t === length - 1)) {
            writeTarget(start + t + 1, place, batch);
          }
        }
      }
    },
    writeTargets(sequence, from, to, batch, b) {
      const { start, length } = spans[sequence];
      for (let t = from; t < to; t++) {
        const place = (t - from) * batch.size + b;
        batch.mask[place] = 0;
        if (t < length) {
          writeTarget(start + t + 1, place, batch);
        }
      }
    },
    label(sequence) {
      const { start, length } = spans[sequence];
      const first = lines ? start + 1 : start;
      const excerpt = Array.from({ length: Math.min(lines ? length - 1 : length, 40) }, (_, i) =>
        shown(first + i),
      ).join('');
      return `line ${places(first).line + 1}: "${excerpt}${length > 41 ? '…' : ''}"`;
    },
    stepLabel: (sequence, step) => shown(spans[sequence].start + step),
    // The break that a line starts with has no place of its own: it is shown at the line's first character.
    position: (sequence, step) => places(spans[sequence].start + Math.max(step, lines ? 1 : 0)),
  };
}

/**
 * Line and column of a character, found by bisection among the line breaks, which are listed at the first question.
 * @param lead line breaks before the text that are not in the file
 */
function lazyPlaces(text: Characters, lead: number): (i: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (i) => {
    if (!starts) {
      starts = [0];
      for (let at = 0; at < text.length; at++) {
        if (text.at(at) === '\n') {
          starts.push(at + 1);
        }
      }
    }
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
    return { line: Math.max(0, low - lead), column: i - starts[low] };
  };
}
