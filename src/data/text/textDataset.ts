/** Text read token by token, characters or words: the target of each step is the next token. */
import type { Config, TextData } from '../../config/schema';
import { unscaled } from '../../notation/scaling';
import { classBaseline } from '../common/classBaseline';
import { DataError, type DataSource, type Dataset } from '../common/dataset';
import { tokenWriter } from '../common/tokenInput';
import { Vocabulary } from '../common/vocabulary';
import { readCharacters } from './characters';
import { crossedLines, isListOfLines } from './lists';
import { lineSpans, type Spans, streamSpans } from './spans';
import { type TextShape, textSequences } from './textSequences';
import type { TextTokens } from './tokens';
import { readWords } from './words';
import { type TokenVocabulary, wordVocabulary } from './wordVocabulary';

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
    throw new DataError(
      `task.loss: ${loss} does not fit ${data.tokens}s, which are classes; use crossEntropy`,
      ['task', 'loss'],
    );
  }
  const lines = data.sequences === 'line';
  const words = data.tokens === 'word';
  const text = words ? await readWords(source, lines, data.lowercase) : await readCharacters(source, lines);
  const { training, validation } = lines
    ? lineSpans(text, data, config, source.name)
    : streamSpans(text, data, config, source.name);
  const vocabulary = words
    ? wordVocabulary(
        text.symbols,
        symbolCounts(text, training),
        symbolCounts(text, validation),
        data.vocabulary,
        data.minCount,
      )
    : characterVocabulary(text, training, validation, source.name);
  const { classOf } = vocabulary;
  const names = vocabulary.tokens.map((token) => (token === '\n' ? '⏎' : token));
  const tokens = {
    kind: 'tokens',
    name: 'text',
    tokens: vocabulary.tokens,
    unknown: vocabulary.hasUnknown,
  } as const;
  const counts = (spans: Spans) => targetCounts(text, classOf, spans, shape, names.length);
  const measured = counts(validation.count > 0 ? validation : training);
  const breaks = !lines && !words && isListOfLines(text) ? crossedLines(text, training) : undefined;
  const embedded = config.model.embedding !== undefined;
  const write = tokenWriter(names.length, embedded);
  const set = (spans: Spans) => textSequences(text, classOf, spans, write, shape, lines);
  const inputs = embedded ? [] : names;
  return {
    shape,
    targetKind: 'classes',
    inputSize: inputs.length,
    outputSize: names.length,
    ...(embedded ? { embedded: [{ name: '', tokens: names }] } : {}),
    inputNames: inputs,
    outputNames: names,
    inputScaling: inputs.map(() => unscaled),
    targetScaling: names.map(() => unscaled),
    training: set(training),
    validation: set(validation),
    baseline: classBaseline(
      counts(training).found,
      measured.found,
      measured.targets,
      `${data.tokens} frequencies`,
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

function characterVocabulary(
  text: TextTokens,
  training: Spans,
  validation: Spans,
  file: string,
): TokenVocabulary {
  const symbolsIn = (spans: Spans) => {
    const counts = symbolCounts(text, spans);
    return text.symbols.filter((_, code) => counts[code] > 0);
  };
  const inTraining = symbolsIn(training);
  const others = symbolsIn(validation).filter((symbol) => !inTraining.includes(symbol));
  const vocabulary = new Vocabulary(inTraining, others, 'characters', file);
  const known = new Set([...inTraining, ...others]);
  const classOf = Uint16Array.from(text.symbols, (symbol) =>
    known.has(symbol) ? vocabulary.code(symbol) : 0,
  );
  const { tokens, notes, hasUnknown } = vocabulary;
  return { tokens, classOf, notes, hasUnknown };
}

/** Counts each symbol in the part of the text that the sequences read or predict. */
function symbolCounts({ codes, symbols }: TextTokens, spans: Spans): Float64Array {
  const counts = new Float64Array(symbols.length);
  let reached = 0;
  for (let s = 0; s < spans.count; s++) {
    const start = spans.start(s);
    const end = start + spans.length(s);
    for (let i = Math.max(start, reached); i <= end; i++) {
      counts[codes[i]]++;
    }
    reached = Math.max(reached, end + 1); // each token counts once, though sequences may overlap
  }
  return counts;
}

/**
 * Counts how often each class is a target. Sequences may overlap, so a token counts once for every
 * sequence of which it is a target.
 */
function targetCounts(
  { codes, length }: TextTokens,
  classOf: Uint16Array,
  spans: Spans,
  shape: TextShape,
  classes: number,
): { found: Float64Array; targets: number } {
  const found = new Float64Array(classes);
  const last = (s: number) => spans.start(s) + spans.length(s);
  const first = (s: number) => (shape === 'many-to-one' ? last(s) : spans.start(s) + 1);
  let targets = 0;
  // Spans are in order by their starts and by their ends, so the ones around a token are
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
