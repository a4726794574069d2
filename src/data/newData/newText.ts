/** New text for a trained model: its tokens are those of the training. */
import type { Config, TextData } from '../../config/schema';
import { DataError, type DataSource, type NewData } from '../common/dataset';
import { KnownTokens } from '../common/knownTokens';
import { tokenWriter } from '../common/tokenInput';
import type { TrainedData } from '../common/trainedData';
import { readCharacters } from '../text/characters';
import { everyLine, type Spans, streamOf } from '../text/spans';
import { type TextShape, textSequences } from '../text/textSequences';
import type { TextTokens } from '../text/tokens';
import { readWords } from '../text/words';

/** @throws DataError where the text has tokens that the model does not know, or is too short */
export async function newText(
  config: Config,
  data: TextData,
  trained: TrainedData,
  source: DataSource,
): Promise<NewData> {
  const { shape } = config.task;
  const [tokens] = trained.inputs;
  if (tokens.kind !== 'tokens' || !isTextShape(shape)) {
    throw new Error(`a run on text reads ${tokens.kind}s as ${shape}`);
  }
  const lines = data.sequences === 'line';
  const words = data.tokens === 'word';
  const text = words ? await readWords(source, lines, data.lowercase) : await readCharacters(source, lines);
  const known = new KnownTokens(tokens.tokens, tokens.unknown);
  checkKnown(text, known, source.name, lines);
  const spans: Spans = lines ? everyLine(text, shape) : streamOf(text, data, shape);
  if (spans.count === 0) {
    throw new DataError(`${source.name} holds nothing to predict: it has ${lines ? 'no line' : 'one token'}`);
  }
  const classOf = Uint16Array.from(text.symbols, (symbol) => (known.has(symbol) ? known.code(symbol) : 0));
  const write = tokenWriter(known.size, config.model.embedding !== undefined);
  return {
    set: textSequences(text, classOf, spans, write, shape, lines),
    notes: [],
    forecast: notOfText,
  };
}

function isTextShape(shape: Config['task']['shape']): shape is TextShape {
  return shape === 'many-to-many' || shape === 'many-to-one' || shape === 'one-to-many';
}

/** The breaks around a text of lines are not its own, and need not be known. */
function checkKnown({ codes, symbols }: TextTokens, known: KnownTokens, file: string, lines: boolean): void {
  const strange = symbols.findIndex((symbol) => !known.has(symbol) && !(lines && symbol === '\n'));
  if (strange < 0) {
    return;
  }
  const at = codes.indexOf(strange);
  const before = Array.from(codes.subarray(lines ? 1 : 0, at));
  const lineBreak = symbols.indexOf('\n');
  const line = before.reduce((sum, code) => sum + (code === lineBreak ? 1 : 0), 1);
  throw new DataError(`line ${line} of ${file}: ${known.unknownText(symbols[strange])}`);
}

function notOfText(): never {
  throw new DataError('a text has no forecast; unroll generate writes on from a prompt');
}
