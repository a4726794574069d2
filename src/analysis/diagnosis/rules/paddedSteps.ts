/** Steps that only fill sequences up to one length, but are learnt from like the others. */

import type { FoundPadding } from '../../../data/common/dataset';
import { significant, smallPercent } from '../../../notation/numbers';
import { fedOf } from '../../../notation/scaling';
import type { LayerTrace, Tensors } from '../../layers/layerTrace';
import type { RunEvidence } from '../evidence/evidence';
import type { Examined } from '../evidence/examine';
import { type Finding, fix, measures } from '../evidence/finding';

export function paddedSteps({ evidence, limits, probes, layers, progress }: Examined): Finding[] {
  const { config, record } = evidence;
  const padding = record.facts?.padding;
  if (padding === undefined) {
    return [];
  }
  const counted = config.task.shape === 'many-to-many';
  const watched = probes.map((tensors) => paddedIn(tensors, padding, evidence));
  const reached = layers.length > 0 ? gradientOn(watched, layers[0].traces) : null;
  // Padding at the end lies between the last input and a target after it.
  const between = padding.at === 'end';
  const harms =
    padding.steps >= limits.mixedShare && (counted || (between ? !progress.learnt : !progress.beatsBaseline));
  const gradient =
    reached === null
      ? ''
      : `, and ${smallPercent(reached)} of the gradient on the states of the watched sequences`;
  return [
    {
      rule: 'paddedSteps',
      severity: harms ? 'warning' : 'information',
      sentence: `Sequences seem to be filled up with ${significant(padding.value)} at their ${padding.at}: such steps are ${smallPercent(padding.steps)} of all${gradient}${counted ? '; they count in the loss' : ''}.`,
      evidence: measures({
        paddedSteps: [padding.steps, '1'],
        paddedSequences: [padding.records, '1'],
        padding: [padding.value, '1'],
        gradientOnPadding: [reached, '1'],
      }),
      ...stepsOf(watched),
      key: ['data', 'inputs'],
      fixes: [fix(`Leave the steps of ${significant(padding.value)} out`, ['data.padding', padding.value])],
    },
  ];
}

/** Steps `from … to−1` of a watched sequence. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The padded steps of a watched sequence, whose inputs are scaled and in Float32. */
function paddedIn(tensors: Tensors, { value, at }: FoundPadding, { record }: RunEvidence): Range {
  const x = tensors.get('x');
  const [T = 0, I = 0] = x?.shape ?? [];
  const fed = record.signals.inputScaling.map((scaling) => Math.fround(fedOf(value, scaling)));
  // A field of one step stands in every step, padded or not.
  const varying = fed.flatMap((number, i) =>
    x?.values.some((value, j) => j % I === i && value !== x.values[i]) ? [{ number, i }] : [],
  );
  const isPadding = (t: number) =>
    varying.length > 0 && varying.every(({ number, i }) => x?.values[t * I + i] === number);
  let run = 0;
  while (run < T - 1 && isPadding(at === 'end' ? T - 1 - run : run)) {
    run++;
  }
  return at === 'end' ? { from: T - run, to: T } : { from: 0, to: run };
}

/** Share of Σ_t ‖∂L/∂h_t‖ at padded steps of the lowest layer, which reads them; null without a gradient. */
function gradientOn(watched: readonly Range[], traces: readonly LayerTrace[]): number | null {
  let padded = 0;
  let all = 0;
  traces.forEach(({ dh, hiddenSize, steps }, probe) => {
    const { from, to } = watched[probe];
    for (let t = 0; t < steps; t++) {
      const norm = Math.hypot(...dh.subarray(t * hiddenSize, (t + 1) * hiddenSize));
      all += norm;
      padded += t >= from && t < to ? norm : 0;
    }
  });
  return all > 0 ? padded / all : null;
}

/** The padded steps of the first watched sequence, which its plots show as a band. */
function stepsOf([first]: readonly Range[]): Pick<Finding, 'steps'> {
  return first !== undefined && first.to > first.from
    ? { steps: { from: first.from, to: first.to - 1 } }
    : {};
}
