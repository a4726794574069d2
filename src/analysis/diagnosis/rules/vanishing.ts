/**
 * Vanishing gradient: credit fades before it reaches as far back as the task needs (Bengio, Simard and
 * Frasconi 1994).
 */
import type { Examined } from '../examine';
import { type Finding, measures, type Severity } from '../finding';
import { gatedCell, lengthKeepingStart, openForgetGate } from '../fixes';
import { type Lag, lagOf } from '../lag';
import { type Reach, stepsBack } from '../reach';
import { count, layerText, plain } from '../text';

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
  const key =
    config.model.cell === 'lstm' && config.model.init.forgetBias === undefined
      ? ['model', 'init', 'forgetBias']
      : config.model.init.gain < 1
        ? ['model', 'init', 'gain']
        : ['model', 'cell'];
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
        factorPerStep: [reach.slope === null ? null : Math.exp(reach.slope), '1'],
        halfLife: [reach.slope !== null && reach.slope < 0 ? -Math.LN2 / reach.slope : null, 'steps'],
        targetsFollowed: [reach.targets, 'targets'],
        lossOfBaseline: [examined.progress.ofBaseline, '1'],
      }),
      steps: stepsBack(reach, reach.horizon + 1, reach.sequence.target),
      layer: reach.layer,
      key,
      fixes: [
        ...gatedCell(config),
        ...openForgetGate(config).filter(() => key.includes('forgetBias')),
        ...lengthKeepingStart(config),
      ],
    },
  ];
}

/**
 * A warning where memory is needed and missing: on a task with a known lag that is not learnt yet; elsewhere,
 * where there is one target at the end and the run had time but is still no better than its baseline. With
 * targets at every step, most tasks need only a short credit.
 */
function severityOf({ progress }: Examined, lag: Lag | null, reach: Reach): Severity {
  if (lag !== null) {
    return progress.learnt || !reach.complete ? 'information' : 'warning';
  }
  return reach.targets === 1 && progress.hadTime && !progress.beatsBaseline ? 'warning' : 'information';
}

function sentenceOf({ limits }: Examined, lag: Lag | null, { horizon, span, layer, slope }: Reach): string {
  const pace = slope !== null && slope < 0 ? ` (it halves every ${count(-Math.LN2 / slope, 'step')})` : '';
  const asked =
    lag === null
      ? `the first input lies ${count(span, 'step')} back, though nothing says that it is needed`
      : lag.shortest === lag.longest
        ? `the task's lag is ${count(lag.longest, 'step')}`
        : `the task's lag is ${plain(lag.shortest)} to ${count(lag.longest, 'step')}`;
  return `The gradient vanishes: in ${layerText(layer)} it falls below ${plain(limits.creditReached)} of what it is at the target ${count(horizon + 1, 'step')} back${pace}, while ${asked}.`;
}
