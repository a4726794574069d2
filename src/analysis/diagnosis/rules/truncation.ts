/**
 * Truncated backpropagation through time that cuts the gradient before it has bridged the lag (Williams and
 * Peng 1990).
 */
import type { Examined } from '../examine';
import { type Finding, fix, measures, type Severity } from '../finding';
import { lagOf } from '../lag';
import { count, plain } from '../text';

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
      ? `credit in the watched sequences goes back ${count(needed, 'step')}`
      : `the task's lag is ${lag.shortest === lag.longest ? '' : `${plain(lag.shortest)} to `}${count(lag.longest, 'step')}`;
  return [
    {
      rule: 'truncation',
      severity,
      sentence: `Backpropagation is cut into pieces of ${count(truncate, 'step')}, in which a gradient goes back ${count(truncate - 1, 'step')} at most, but ${asked}.`,
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
