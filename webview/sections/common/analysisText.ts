/** The analysis in sentences. Pure. */
import type { LayerAnalysis } from '../../../src/analysis/layerAnalysis';
import { gateTitle, isCandidate } from '../../../src/notation/cells';
import { steps } from '../../../src/notation/durations';
import { number, percent, plural } from '../../../src/notation/numbers';
import { memoize } from '../../base/memoize';
import type { Band } from '../../drawing/matrix';
import type { Part } from './layerAnalysis';

/** Names the steps that the Jacobians cover; empty where they cover the whole sequence. */
export function coverage({ window: { from, to }, steps: T }: LayerAnalysis): string {
  return to - from === T ? '' : `steps ${from} to ${to - 1} of ${T}`;
}

/** The steps that are not covered. */
export const uncovered = memoize(({ window: { from, to }, steps: T }: LayerAnalysis): readonly Band[] =>
  [
    { from: 0, to: from, severity: 'absent' } as const,
    { from: to, to: T, severity: 'absent' } as const,
  ].filter((band) => band.from < band.to),
);

/** States the mean effect of one step back on credit. */
export function decaySentence({ decay }: Part<'credit'>): string {
  if (!decay) {
    return 'No earlier step has any credit.';
  }
  const { factor, halfLife, doublingTime, horizon } = decay;
  const pace =
    halfLife !== null
      ? `each step back multiplies credit by ${number(factor, 3)} on average: half is left after ${steps(halfLife)}`
      : doublingTime !== null
        ? `each step back multiplies credit by ${number(factor, 3)} on average: it doubles in ${steps(doublingTime)}`
        : 'credit neither fades nor grows on its way back';
  const reach =
    horizon === null ? '' : `; a thousandth of it or more is left up to ${plural(horizon, 'step')} back`;
  return `${pace[0].toUpperCase()}${pace.slice(1)}${reach}.`;
}

/** States the largest exponent as a rate, and its consequence. */
export function exponentSentence({ values, steps: T, reading }: Part<'exponents'>): string {
  const [largest] = values;
  if (largest === Number.NEGATIVE_INFINITY) {
    return 'Every small change of the state is gone after one step.';
  }
  const rate = `on average over ${plural(T, 'step')}, the largest exponent multiplies them by ${number(Math.exp(largest), 3)} per step`;
  const time = steps(Math.LN2 / Math.abs(largest));
  switch (reading) {
    case 'fades':
      return `Small changes of the state fade: ${rate}, and half is gone in ${time}. If this continues, gradients vanish.`;
    case 'grows':
      return `Small changes of the state grow, which is chaos: ${rate}, and they double in ${time}. If this continues, gradients explode.`;
    case 'keeps':
      return `Small changes of the state are kept: ${rate}, which makes ${number(Math.exp(largest * T), 2)} in all.`;
  }
}

/** Lists the exponents: `−0.0123, −0.131, …`. */
export function exponentList({ values }: Part<'exponents'>): string {
  return [...values].map((value) => number(value, 3).replace('-', '−')).join(', ');
}

const ways = {
  c: { carry: 'down the cell path', gates: 'through the gates and h' },
  h: { carry: 'down the carry path', gates: 'through the gates' },
} as const;

export function pathSentence({ of, meanShares }: Part<'paths'>): string {
  if (!meanShares) {
    return 'No gradient flows back to an earlier step.';
  }
  const { carry, throughGates, direct } = meanShares;
  const outside = direct > 0 ? `, and ${percent(direct)} straight from a loss or a layer above` : '';
  return `Of the gradient at ${of} that a step receives, ${percent(carry)} comes ${ways[of].carry}${direct > 0 ? ',' : ' and'} ${percent(throughGates)} ${ways[of].gates}${outside} (mean over the steps, by norm).`;
}

export function memorySentence({ median, halfLives, order }: Part<'memory'>): string {
  const [longest] = order;
  const longestHalf = halfLives[longest];
  const most =
    median === null
      ? 'At most half of the units ever lose half of what they hold'
      : `Half of the units lose half of what they hold within ${steps(median)}`;
  const end = Number.isFinite(longestHalf) ? `within ${steps(longestHalf)}` : 'never does';
  return `${most}; the longest memory, unit ${longest}, ${end}.`;
}

export function dimensionSentence({
  effectiveDimension: { value, steps: T },
  steps: all,
  hiddenSize,
}: LayerAnalysis): string {
  const over = T < all ? ` over the last ${plural(T, 'step')}` : '';
  return value === 0
    ? `The hidden state does not move${over}.`
    : `The hidden state moves in ${number(value, 3)} of its ${plural(hiddenSize, 'dimension')}${over} (effective dimension).`;
}

/** States that an RNN has no path that carries its state, and how much of the gradient a step back leaves. */
export function vanillaSentence({ credit }: LayerAnalysis): string {
  const own =
    'why' in credit || !credit.decay
      ? ''
      : ` Over this sequence a step back leaves ${credit.decay.factor < 1 ? percent(credit.decay.factor) : `${number(credit.decay.factor, 3)} times`} of the gradient on average${credit.decay.halfLife === null ? '' : `: half of it is gone after ${steps(credit.decay.halfLife)}`}.`;
  return `A vanilla RNN has no path that carries its state unchanged: each step multiplies the whole gradient by diag(g1′)·W_hh, and a product of many such factors fades or grows.${own}`;
}

/** Names a row of the saturation table: `Forget gate f`, `Tanh of c`. */
export function saturatedName(letter: string, of: 'gate' | 'tanh'): string {
  return of === 'tanh' && !isCandidate(letter) ? `Tanh of ${letter}` : gateTitle(letter);
}
