/** A model that writes text on from a prompt, token by token. */
import type { Config } from '../../config/schema';
import { KnownTokens } from '../../data/common/knownTokens';
import { Random } from '../../data/common/random';
import { networkInput, shownToken, type TrainedData } from '../../data/common/trainedData';
import { textOf, tokensIn } from '../../data/tokensIn';
import { Generator } from '../../engine/generator';
import { byHeight, distribution, drawn } from '../../engine/sampling';
import { networkSpec } from '../../engine/spec';
import { FormatError, type TensorFile } from '../../formats/safetensors';
import {
  type GeneratedText,
  type GeneratedToken,
  type GenerationAsk,
  generationLimits,
} from '../../protocol/generated';
import { InputError } from '../files/inputError';
import { writingTokens } from '../sources/datasetFile';

/** Alternatives that are listed for each token. */
const mostAlternatives = 8;
const lineBreak = '\n';

/** A text with the classes of its tokens. */
export interface Written extends GeneratedText {
  /** Classes of what the model read before it wrote: the prompt, and where lines are sequences the break before it. */
  readonly read: readonly number[];
  readonly classes: readonly number[];
}

export class Writer {
  private readonly vocabulary: KnownTokens;
  private readonly known: KnownTokens;
  private readonly generator: Generator;
  private readonly lines: boolean;
  private readonly single: boolean;
  /** Whether outputs have steps of their own. */
  private readonly own: boolean;

  /** @throws InputError with one sentence where the model of this config does not write text */
  constructor(
    private readonly config: Config,
    trained: TrainedData | undefined,
  ) {
    const { task, data } = config;
    const found = writingTokens(config, trained);
    if (typeof found === 'string') {
      throw new InputError(found);
    }
    const { inputs, targets } = found;
    this.known = new KnownTokens(inputs.tokens, inputs.unknown);
    this.vocabulary = new KnownTokens(targets.tokens, targets.unknown);
    this.lines = data.kind === 'text' && data.sequences === 'line';
    this.single = task.shape === 'one-to-many';
    this.own = this.single || task.shape === 'encoder-decoder';
    this.generator = new Generator(
      networkSpec(config, {
        shape: task.shape,
        targetKind: 'classes',
        ...networkInput([inputs], config.model.embedding !== undefined),
        outputSize: targets.tokens.length,
      }),
    );
  }

  /** The tokens that are read, by their classes. */
  get inputs(): readonly string[] {
    return this.known.tokens;
  }

  /**
   * @param file name of the file of the weights, for the error
   * @throws InputError where the weights belong to another model
   */
  take(weights: TensorFile, file: string): void {
    try {
      this.generator.take(weights);
    } catch (error) {
      throw error instanceof FormatError ? new InputError(`${file}: ${error.message}`) : error;
    }
  }

  /**
   * Writes a text. The same ask and weights give the same text on every machine.
   * @param interrupted called often, with the tokens written so far; may throw to stop
   * @throws InputError with one sentence where the ask cannot be used
   */
  write(
    ask: GenerationAsk,
    visit: (token: GeneratedToken) => void = () => undefined,
    interrupted: (tokens: number) => void = () => undefined,
  ): Written {
    checkAsk(ask);
    const { known, vocabulary, lines, single } = this;
    const { data } = this.config;
    const prompt = this.tokensIn(ask.prompt);
    const read = [
      ...(lines && !single ? [known.code(lineBreak)] : []),
      ...prompt.map((token) => known.code(token)),
    ];
    const random = new Random(ask.seed, 'generate');
    const tokens: GeneratedToken[] = [];
    const classes: number[] = [];
    const unknown = vocabulary.hasUnknown ? vocabulary.size - 1 : -1;
    let ended = false;
    this.generator.generate(
      read,
      ask.length,
      (logits) => {
        if (ended) {
          return null;
        }
        if (unknown >= 0) {
          logits[unknown] = Number.NEGATIVE_INFINITY; // it stands for no token that could be written
        }
        const chosen = drawn(distribution(logits, ask), random.next());
        const token = describe(vocabulary, distribution(logits, { temperature: 1, topK: null }), chosen);
        tokens.push(token);
        classes.push(chosen);
        visit(token);
        ended = lines && vocabulary.tokens[chosen] === lineBreak;
        return chosen;
      },
      () => interrupted(tokens.length),
    );
    const written = classes.map((code) => vocabulary.tokens[code]);
    const own = ended ? written.slice(0, -1) : written;
    return {
      ask,
      prompt: prompt.map(shownToken),
      tokens,
      firstStep: this.own ? 0 : read.length,
      text: textOf(data, [...prompt, ...own]).slice(textOf(data, prompt).length),
      ended,
      read,
      classes,
    };
  }

  /** @throws InputError for a token that the model does not know, and for a prompt that does not fit the shape */
  private tokensIn(prompt: string): readonly string[] {
    const { known, lines, single } = this;
    const tokens = tokensIn(this.config.data, prompt);
    const strange = tokens.find((token) => !known.has(token));
    if (strange !== undefined) {
      throw new InputError(`prompt: ${known.unknownText(strange)}`);
    }
    if (lines && tokens.includes(lineBreak)) {
      throw new InputError(
        'prompt: it has a line break, but each line of the training text is a sequence of its own',
      );
    }
    if (single && tokens.length !== 1) {
      throw new InputError(`prompt: a one-to-many model begins with one token, this has ${tokens.length}`);
    }
    if (tokens.length === 0 && !lines) {
      throw new InputError('prompt: it is empty; the model needs at least one token to begin with');
    }
    return tokens;
  }
}

function describe({ tokens }: KnownTokens, p: Float64Array, chosen: number): GeneratedToken {
  const chance = (code: number) => ({ token: shownToken(tokens[code]), probability: p[code] });
  const likeliest = Array.from(byHeight(p).subarray(0, Math.min(mostAlternatives, tokens.length)), chance);
  return { ...chance(chosen), alternatives: likeliest };
}

function checkAsk({ prompt, length, temperature, topK, seed }: GenerationAsk): void {
  const most = generationLimits;
  const bad = (what: string) => {
    throw new InputError(what);
  };
  if ([...prompt].length > most.prompt) {
    bad(`prompt: it may have at most ${most.prompt} characters`);
  }
  if (!Number.isInteger(length) || length < 1 || length > most.length) {
    bad(`length: ${length} is not a whole number from 1 to ${most.length}`);
  }
  if (!(temperature >= 0 && temperature <= most.temperature)) {
    bad(`temperature: ${temperature} is not a number from 0 to ${most.temperature}`);
  }
  if (topK !== null && (!Number.isInteger(topK) || topK < 1)) {
    bad(`top-k: ${topK} is not a whole number from 1`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > most.seed) {
    bad(`seed: ${seed} is not a whole number from 0 to ${most.seed}`);
  }
}
