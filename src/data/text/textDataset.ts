/** Text read character by character: the target of each step is the next character. */
import type { Config, TextData } from '../../config/schema';
import { unscaled } from '../../notation/scaling';
import { classBaseline } from '../common/classBaseline';
import { DataError, type DataSource, type Dataset } from '../common/dataset';
import { Vocabulary } from '../common/vocabulary';
import { type Characters, readCharacters } from './characters';
import { crossedLines, isListOfLines } from './lists';
import { lineSpans, type Spans, streamSpans } from './spans';
import { type TextShape, textSequences } from './textSequences';

/** @throws DataError where text and config do not go together */
export async function textDataset(config: Config, data: TextData, source: DataSource): Promise<Dataset> {
  const { shape, loss } = config.task;
  if (shape === 'encoder-decoder' || shape === 'one-to-one') {
    throw new DataError(
      `task.shape: "${shape}" needs pairs of inputs and targets; use a .jsonl file, or for text many-to-many, many-to-one or one-to-many`,
      ['task', 'shape'],
    );
  }
  if (loss !== undefined && loss !== 'crossEntropy') {
    throw new DataError(`task.loss: ${loss} does not fit characters, which are classes; use crossEntropy`, [
      'task',
      'loss',
    ]);
  }
  const lines = data.sequences === 'line';
  const text = await readCharacters(source, lines);
  const { training, validation } = lines
    ? lineSpans(text, data, config, source.name)
    : streamSpans(text, data, config, source.name);
  const inTraining = symbolsIn(text, training);
  const others = symbolsIn(text, validation).filter((symbol) => !inTraining.includes(symbol));
  const vocabulary = new Vocabulary(inTraining, others, 'characters', source.name);
  const known = new Set([...inTraining, ...others]);
  const classOf = Uint16Array.from(text.symbols, (symbol) =>
    known.has(symbol) ? vocabulary.code(symbol) : 0,
  );
  const names = vocabulary.tokens.map((character) => (character === '\n' ? '⏎' : character));
  const tokens = {
    kind: 'tokens',
    name: 'text',
    tokens: vocabulary.tokens,
    unknown: vocabulary.hasUnknown,
  } as const;
  const counts = (spans: Spans) => targetCounts(text, classOf, spans, shape, vocabulary.size);
  const measured = counts(validation.count > 0 ? validation : training);
  const breaks = !lines && isListOfLines(text) ? crossedLines(text, training) : undefined;
  const set = (spans: Spans) => textSequences(text, classOf, spans, vocabulary.size, shape, lines);
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
    baseline: classBaseline(
      counts(training).found,
      measured.found,
      measured.targets,
      'character frequencies',
    ),
    notes: [
      ...vocabulary.notes,
      ...(lines && (data.window ?? data.stride) !== undefined
        ? ['Lines keep their own length: data.window and data.stride are for streams only.']
        : []),
    ],
    facts: breaks ? { breaks } : {},
    trained: { inputs: [tokens], targets: [tokens] },
  };
}

/** The different characters that the sequences read or predict. */
function symbolsIn({ codes, symbols }: Characters, spans: Spans): string[] {
  const seen = new Uint8Array(symbols.length);
  let reached = 0;
  for (let s = 0; s < spans.count; s++) {
    const start = spans.start(s);
    const end = start + spans.length(s);
    for (let i = Math.max(start, reached); i <= end; i++) {
      seen[codes[i]] = 1;
    }
    reached = end + 1; // each character is looked at once, though sequences may overlap
  }
  return symbols.filter((_, code) => seen[code] === 1);
}

/**
 * Counts how often each class is a target. Sequences may overlap, so a character counts once for every
 * sequence of which it is a target.
 */
function targetCounts(
  { codes, length }: Characters,
  classOf: Uint16Array,
  spans: Spans,
  shape: TextShape,
  classes: number,
): { found: Float64Array; targets: number } {
  const found = new Float64Array(classes);
  const last = (s: number) => spans.start(s) + spans.length(s);
  const first = (s: number) => (shape === 'many-to-one' ? last(s) : spans.start(s) + 1);
  let targets = 0;
  // Spans are in order by their starts and by their ends, so the ones around a character are
  // `closed … opened−1`.
  let opened = 0;
  let closed = 0;
  for (let i = 0; i < length && closed < spans.count; i++) {
    while (opened < spans.count && first(opened) <= i) {
      opened++;
    }
    while (closed < opened && last(closed) < i) {
      closed++;
    }
    found[classOf[codes[i]]] += opened - closed;
    targets += opened - closed;
  }
  return { found, targets };
}
