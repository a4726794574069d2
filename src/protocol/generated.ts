/** Text that a model writes on from a prompt. */

/** What is to be written. */
export interface GenerationAsk {
  /** The text to begin with. */
  readonly prompt: string;
  /** Most tokens that are written. */
  readonly length: number;
  /** The logits are divided by it; 0: always the likeliest token. */
  readonly temperature: number;
  /** Only so many of the likeliest tokens are drawn from; null: all. */
  readonly topK: number | null;
  readonly seed: number;
}

export interface TokenChance {
  /** As it is shown: a line break is ⏎. */
  readonly token: string;
  /** The model's probability, at temperature 1. */
  readonly probability: number;
}

/** A token that was drawn, and the likeliest at its place, the likeliest first. */
export interface GeneratedToken extends TokenChance {
  readonly alternatives: readonly TokenChance[];
}

export interface GeneratedText {
  readonly ask: GenerationAsk;
  /** The tokens of the prompt. */
  readonly prompt: readonly string[];
  readonly tokens: readonly GeneratedToken[];
  /**
   * Step at which the first of them is read, each further one a step later; where outputs have steps of their
   * own, the step at which it was drawn.
   */
  readonly firstStep: number;
  /** The written text, without the prompt, and without the line break that ends a line. */
  readonly text: string;
  /** Whether the model ended it before `length`, with the end of a line. */
  readonly ended: boolean;
}

/** Limits of what can be asked. */
export const generationLimits = {
  prompt: 10_000,
  length: 5000,
  temperature: 100,
  seed: 0xffffffff,
} as const;
