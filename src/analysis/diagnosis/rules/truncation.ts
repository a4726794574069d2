/**
 * Truncated backpropagation through time that cuts the gradient before it has bridged the lag (Williams and
 * Peng 1990).
 */
import { quantity, significant } from '../../../notation/numbers';
import type { Examined } from '../evidence/examine';
import { type Finding, fix, measures, type Severity } from '../evidence/finding';
import { lagOf } from '../evidence/lag';

export function truncation(examined: Examined): Finding[] {
  const { evidence, progress, reach } = examined;
  const { truncate } = evidence.config.training;
  if (truncate === undefined) {
    return [];
  }
  const lag = lagOf(evidence.config);
  // With truncation the gradient goes back over truncate − 1 steps at most. A trace is not truncated, so the
  // credit in it shows how far back the model would reach.
  const needed = lag?.longest ?? reach?.horizon;
  if (needed === undefined || truncate > needed) {
    return [];
  }
  const steps = Math.ceil(needed) + 1;
  const severity: Severity = (lag === null ? progress.hadTime && !progress.beatsBaseline : !progress.learnt)
    ? 'warning'
    : 'information';
  const asked =
    lag === null
      ? `credit in the watched sequences goes back ${quantity(needed, 'step')}`
      : `the task's lag is ${lag.shortest === lag.longest ? '' : `${significant(lag.shortest)} to `}${quantity(lag.longest, 'step')}`;
  return [
    {
      rule: 'truncation',
      severity,
      sentence: `Backpropagation is cut into pieces of ${quantity(truncate, 'step')}, in which a gradient goes back ${quantity(truncate - 1, 'step')} at most, but ${asked}.`,
      evidence: measures({
        truncate: [truncate, 'steps'],
        shortestLag: [lag?.shortest, 'steps'],
        longestLag: [lag?.longest, 'steps'],
        horizon: [reach?.horizon, 'steps'],
        lossOfBaseline: [progress.ofBaseline, '1'],
      }),
      key: ['training', 'truncate'],
      fixes: [
        fix(`Cut into pieces of ${steps} steps`, ['training.truncate', steps]),
        fix('Do not truncate', ['training.truncate', null]),
      ],
    },
  ];
}
