/** Names of the rules of a diagnosis and of their measures. */
import { number } from './numbers';

/** The rules, one name for each fault; docs/diagnosis.md states the conditions of each. */
export const rules = [
  'vanishingGradient',
  'explodingGradient',
  'saturatedGate',
  'saturatedState',
  'deadReLU',
  'nonFinite',
  'gradientClipping',
  'truncation',
  'forgetGateBias',
  'noBetterThanBaseline',
  'learningRateTooHigh',
  'learningRateTooLow',
  'overfitting',
  'inputsNotScaled',
  'leakingTarget',
  'carriedState',
  'paddedSteps',
] as const;
export type Rule = (typeof rules)[number];

/** Title of each rule, in the panel and over a config. */
export const ruleTitles: Readonly<Record<Rule, string>> = {
  vanishingGradient: 'Vanishing gradient',
  explodingGradient: 'Exploding gradient',
  saturatedGate: 'Saturated gate',
  saturatedState: 'Saturated state',
  deadReLU: 'Dead ReLU units',
  nonFinite: 'Not finite',
  gradientClipping: 'Clipping',
  truncation: 'Truncation',
  forgetGateBias: 'Forget-gate bias',
  noBetterThanBaseline: 'No better than the baseline',
  learningRateTooHigh: 'Learning rate too high',
  learningRateTooLow: 'Learning rate too low',
  overfitting: 'Over-fitting',
  inputsNotScaled: 'Inputs not scaled',
  leakingTarget: 'Input knows the target',
  carriedState: 'State carried across series',
  paddedSteps: 'Padded steps',
};

/** `shortest lag` for `shortestLag`. */
export function measureName({ name }: { readonly name: string }): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** `12 steps`, `1 step`; a ratio or a share has no unit: `0.25`. */
export function measureValue({ value, unit }: { readonly value: number; readonly unit: string }): string {
  return unit === '1' ? number(value) : `${number(value)} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
}
