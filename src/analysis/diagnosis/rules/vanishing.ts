/**
 * Vanishing gradient: credit fades before it reaches as far back as the task needs (Bengio, Simard and
 * Frasconi 1994).
 */
import { pace } from '../../../notation/durations';
import { quantity, significant } from '../../../notation/numbers';
import { layerText } from '../../../notation/tensorNames';
import type { Examined } from '../evidence/examine';
import { type Finding, measures, type Severity } from '../evidence/finding';
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
  const decay = slope !== null && slope < 0 ? ` (it ${pace(slope)})` : '';
  const asked =
    lag === null
      ? `the first input lies ${quantity(span, 'step')} back, though nothing says that it is needed`
      : lag.shortest === lag.longest
        ? `the task's lag is ${quantity(lag.longest, 'step')}`
        : `the task's lag is ${significant(lag.shortest)} to ${quantity(lag.longest, 'step')}`;
  return `The gradient vanishes: in ${layerText(layer)} it falls below ${significant(limits.creditReached)} of what it is at the target ${quantity(horizon + 1, 'step')} back${decay}, while ${asked}.`;
}
