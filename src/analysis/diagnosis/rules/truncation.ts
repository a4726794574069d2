/**
 * Truncated backpropagation through time that cuts the gradient before it has bridged the lag (Williams and
 * Peng 1990). Pieces begin at multiples of their length, so what counts is where a target lies in its piece:
 * of 40 steps in pieces of 36, the last step is the fourth of a piece, as it is in pieces of 12.
 */
import { quantity, significant, smallPercent } from '../../../notation/numbers';
import type { Examined } from '../evidence/examine';
import { type Finding, type Fix, fix, measures, type Severity } from '../evidence/finding';
import { cutShare, type Lag, lagOf } from '../evidence/lag';
import { median } from '../evidence/statistics';

/** The dependencies that the pieces of a run cut. */
interface Cut {
  /** The text after "Backpropagation is cut into pieces of n steps". */
  readonly words: string;
  /** Steps over which a gradient goes back from a target, at most. */
  readonly back: number;
  /** Share of what the targets need that is cut, where the lag is known. */
  readonly share?: number;
  readonly fixes: readonly Fix[];
}

const whole = fix('Do not truncate', ['training.truncate', null]);

export function truncation(examined: Examined): Finding[] {
  const { evidence, progress, reach } = examined;
  const { truncate } = evidence.config.training;
  if (truncate === undefined) {
    return [];
  }
  const lag = lagOf(evidence.config);
  const cut = lag === null ? byReach(examined, truncate) : byLag(lag, truncate);
  if (cut === null) {
    return [];
  }
  const severity: Severity = (lag === null ? progress.hadTime && !progress.beatsBaseline : !progress.learnt)
    ? 'warning'
    : 'information';
  return [
    {
      rule: 'truncation',
      severity,
      sentence: `Backpropagation is cut into pieces of ${quantity(truncate, 'step')}${cut.words}.`,
      evidence: measures({
        truncate: [truncate, 'steps'],
        stepsBack: [cut.back, 'steps'],
        cutShare: [cut.share, '1'],
        shortestLag: [lag?.shortest, 'steps'],
        longestLag: [lag?.longest, 'steps'],
        horizon: [reach?.horizon, 'steps'],
        lossOfBaseline: [progress.ofBaseline, '1'],
      }),
      key: ['training', 'truncate'],
      fixes: cut.fixes,
    },
  ];
}

function byLag({ shortest, longest, needs }: Lag, length: number): Cut | null {
  const share = cutShare(needs, length);
  if (share === 0) {
    return null;
  }
  const lag = `the task's lag is ${shortest === longest ? '' : `${significant(shortest)} to `}${quantity(longest, 'step')}`;
  const [first, ...others] = needs;
  const back = Math.max(...needs.map(({ target }) => target % length));
  const words =
    others.length === 0
      ? `: the last one begins ${back === 0 ? 'at the target' : `${quantity(back, 'step')} before the target`}, so a gradient goes back no further than that, but ${lag}`
      : `, but ${lag}: ${smallPercent(share)} of the ${needs.length} targets from step ${first.target} on lie in another piece than what they need`;
  // A piece that holds both ends of every need holds the whole sequence, in each of these tasks.
  return { words, back, share, fixes: [whole] };
}

/**
 * Without a known lag, a trace shows how far back the model would reach, because it is not truncated. With a
 * target at each step, half of the targets of a piece that is twice as long reach that far.
 */
function byReach({ reach, probes, evidence }: Examined, length: number): Cut | null {
  const steps = probes.map((tensors) => tensors.get('x')?.shape[0] ?? 0);
  const longest = Math.max(0, ...steps);
  if (reach === null || length >= longest) {
    return null;
  }
  const needed = reach.horizon;
  const credit = `but credit in the watched sequences goes back ${quantity(needed, 'step')}`;
  if (evidence.config.task.shape === 'many-to-one') {
    const back = median(steps.map((T) => (T - 1) % length));
    return back >= needed
      ? null
      : {
          words: `: the last one begins ${back === 0 ? 'at the target' : `${quantity(back, 'step')} before the target`}, so a gradient goes back no further than that, ${credit}`,
          back,
          fixes: [whole],
        };
  }
  const twice = 2 * (Math.ceil(needed) + 1);
  return length > needed
    ? null
    : {
        words: `, in which a gradient goes back ${quantity(length - 1, 'step')} at most, ${credit}`,
        back: length - 1,
        fixes: [
          ...(twice < longest
            ? [fix(`Cut into pieces of ${twice} steps`, ['training.truncate', twice])]
            : []),
          whole,
        ],
      };
}
