/** What the model is asked to write: its numbers, as they are typed and restored. Pure. */
import { type GenerationAsk, generationLimits } from '../../src/protocol/generated';

export const firstAsk: GenerationAsk = { prompt: '', length: 200, temperature: 1, topK: null, seed: 1 };

export type AskField = Exclude<keyof GenerationAsk, 'prompt'>;

/** Valid numbers of a field, in words. */
export const askRanges: Readonly<Record<AskField, string>> = {
  length: `a whole number from 1 to ${generationLimits.length}`,
  temperature: `a number from 0 to ${generationLimits.temperature}`,
  topK: 'a whole number from 1, or empty for all tokens',
  seed: `a whole number from 0 to ${generationLimits.seed}`,
};

/** The ask with a number that was typed; undefined where it is not valid. */
export function withTyped(ask: GenerationAsk, field: AskField, typed: string): GenerationAsk | undefined {
  const text = typed.trim();
  if (field === 'topK' && text === '') {
    return { ...ask, topK: null };
  }
  const value = text === '' ? Number.NaN : Number(text);
  const whole = field !== 'temperature';
  const [least, most] = {
    length: [1, generationLimits.length],
    temperature: [0, generationLimits.temperature],
    topK: [1, Number.MAX_SAFE_INTEGER],
    seed: [0, generationLimits.seed],
  }[field];
  return value >= least && value <= most && (!whole || Number.isInteger(value))
    ? { ...ask, [field]: value }
    : undefined;
}

/** Whether a restored value can be asked for. */
export function isAsk(value: unknown): value is GenerationAsk {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { prompt, length, temperature, topK, seed } = { ...firstAsk, prompt: null, ...value };
  return (
    typeof prompt === 'string' &&
    [length, seed].every(Number.isInteger) &&
    Number.isFinite(temperature) &&
    (topK === null || Number.isInteger(topK))
  );
}

/** A number that differs for different asks (FNV-1a of their text): the same ask is the same text. */
export function idOf({ prompt, length, temperature, topK, seed }: GenerationAsk): number {
  const text = JSON.stringify([prompt, length, temperature, topK, seed]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
