/**
 * Vanishing gradient: credit fades before it reaches as far back as the task needs (Bengio, Simard and
 * Frasconi 1994).
 */
import type { Config } from '../../../config/schema';
import { pace } from '../../../notation/durations';
import { quantity, significant } from '../../../notation/numbers';
import { layerText } from '../../../notation/tensorNames';
import type { Examined } from '../evidence/examine';
import { type Finding, fix, measures, type Severity } from '../evidence/finding';
import { gatedCell, lengthKeepingStart, openForgetGate } from '../evidence/fixes';
import { type Lag, lagOf } from '../evidence/lag';
import { type Reach, stepsBack } from '../evidence/reach';

export function vanishing(examined: Examined): Finding[] {
  const { evidence, limits, reach } = examined;
  const { config } = evidence;
  // Credit that reaches the first step cannot reach further.
  if (reach === null || reach.horizon >= reach.span) {
    return [];
  }
  const lag = lagOf(config);
  // A last layer that forgets may read lower layers that do not.
  const needed = lag && reach.complete ? lag.shortest : limits.expectedReach * reach.span;
  if (reach.horizon >= needed) {
    return [];
  }
  const longest = lag?.longest ?? reach.span;
  return [
    {
      rule: 'vanishingGradient',
      severity: severityOf(examined, lag, reach),
      sentence: sentenceOf(examined, lag, reach),
      evidence: measures({
        horizon: [reach.horizon, 'steps'],
        shortestLag: [lag?.shortest, 'steps'],
        longestLag: [lag?.longest, 'steps'],
        span: [reach.span, 'steps'],
        factorPerStep: [reach.rate === null ? null : Math.exp(reach.rate), '1'],
        halfLife: [reach.rate === null ? null : -Math.LN2 / reach.rate, 'steps'],
        targetsFollowed: [reach.targets, 'targets'],
        lossOfBaseline: [examined.progress.ofBaseline, '1'],
      }),
      steps: stepsBack(reach, reach.horizon + 1, reach.sequence.target),
      layer: reach.layer,
      ...remedyOf(config, longest),
    },
  ];
}

/** The key that shortens memory, and what lengthens it: for each cell its own. */
function remedyOf(config: Config, longest: number): Pick<Finding, 'key' | 'fixes'> {
  const { cell, bias, init } = config.model;
  const start = lengthKeepingStart(config);
  if (cell === 'lstm') {
    const open = openForgetGate(config, bias && (init.forgetBias ?? 0) >= 1 ? biasOver(longest) : 1);
    return { key: ['model', 'init', 'forgetBias'], fixes: [...open, ...start] };
  }
  const key = init.gain < 1 ? ['model', 'init', 'gain'] : ['model', 'cell'];
  const gated = cell === 'rnn' ? gatedCell(config) : [lstmInstead];
  return { key, fixes: cell === 'rnn' ? [...gated, ...start] : [...start, ...gated] };
}

/** The GRU has no bias of its own to set for its memory. */
const lstmInstead = fix(
  'Use an LSTM with forget bias 1',
  ['model.cell', 'lstm'],
  ['model.variant', null],
  ['model.init.forgetBias', 1],
);

/**
 * A forget bias with which half of the memory is left after so many steps, to half a unit: σ(b)^steps = ½, and
 * b ≈ ln(steps/ln 2) (as in the chrono initialisation of Tallec and Ollivier 2018).
 */
function biasOver(steps: number): number {
  return Math.round(2 * Math.log(steps / Math.LN2)) / 2;
}

/**
 * A warning where memory is known to be needed and missing: on a task with a lag that is not learnt yet. In a
 * file, a short credit may be all that there is to learn, as in noise, a random walk, or most series.
 */
function severityOf({ progress }: Examined, lag: Lag | null, reach: Reach): Severity {
  return lag === null || progress.learnt || !reach.complete ? 'information' : 'warning';
}

function sentenceOf({ limits }: Examined, lag: Lag | null, { horizon, span, layer, rate }: Reach): string {
  const decay = rate === null ? '' : ` (on average it ${pace(rate)})`;
  const asked =
    lag === null
      ? `the first input lies ${quantity(span, 'step')} back, though nothing says that it is needed`
      : lag.shortest === lag.longest
        ? `the task's lag is ${quantity(lag.longest, 'step')}`
        : `the task's lag is ${significant(lag.shortest)} to ${quantity(lag.longest, 'step')}`;
  return `The gradient vanishes: in ${layerText(layer)} it falls below ${significant(limits.creditReached)} of what it is at the target ${quantity(horizon + 1, 'step')} back${decay}, while ${asked}.`;
}
