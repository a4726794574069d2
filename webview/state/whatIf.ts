/** A sequence with values changed in the debugger, beside the recorded one. Pure. */
import { number } from '../../src/notation/numbers';
import { elementsOf } from '../../src/notation/shape';
import type { WhatIf } from '../../src/protocol/debugged';
import type { PanelProbe, RequestedTensor, TensorSource } from '../../src/protocol/panel';
import { inStretches, type SlicedWork } from '../base/scheduler';
import { Assembly, type TensorPart } from './snapshots';
import { type StepTensor, stepTensor } from './traceTensors';

/** The same tensor, recorded and changed. */
export interface Pair {
  readonly recorded: StepTensor;
  readonly changed: StepTensor;
}

export interface ShownWhatIf {
  readonly whatIf: WhatIf;
  readonly recorded: PanelProbe;
  readonly changed: PanelProbe;
  /** Pairs by tensor name; only those whose two tensors have arrived. */
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly assembly: Assembly;
}

export function shownWhatIf(whatIf: WhatIf): ShownWhatIf {
  const probe: PanelProbe = {
    sequence: 0,
    label: whatIf.label,
    stepLabels: whatIf.stepLabels,
    tensors: whatIf.tensors.map((tensor) => ({ ...tensor, values: null })),
  };
  return { whatIf, recorded: probe, changed: probe, pairs: new Map(), assembly: new Assembly() };
}

export function withWhatIfPart(
  shown: ShownWhatIf | null,
  { of, whatIf }: Extract<TensorSource, { of: 'recorded' | 'changed' }>,
  { name, at, values }: TensorPart,
): ShownWhatIf | null {
  const tensor = shown?.whatIf.tensors.find((candidate) => candidate.name === name);
  if (!shown || shown.whatIf.id !== whatIf || !tensor) {
    return shown;
  }
  const elements = elementsOf(tensor.shape);
  const whole = shown.assembly.take(`${of} ${name}`, at, values, elements);
  if (!whole) {
    return shown;
  }
  const probe = shown[of];
  const tensors = probe.tensors.map((each) => (each.name === name ? { ...each, values: whole } : each));
  const next = { ...shown, [of]: { ...probe, tensors } };
  const [recorded, changed] = [stepTensor(next.recorded, name), stepTensor(next.changed, name)];
  return recorded && changed
    ? { ...next, pairs: new Map(next.pairs).set(name, { recorded, changed }) }
    : next;
}

/** Names of the tensors drawn for a layer, in the order in which they are requested. */
function drawnOf(layer: string): readonly string[] {
  return ['y', 'target', 'loss', ...['h', 'grad.h', 'c'].map((part) => `${layer}.${part}`)];
}

/** Tensors drawn for the layer whose values have not arrived yet. */
export function missingOf({ whatIf, recorded, changed }: ShownWhatIf, layer: string): RequestedTensor[] {
  return drawnOf(layer).flatMap((name) =>
    (['recorded', 'changed'] as const).flatMap((of) => {
      const tensor = (of === 'recorded' ? recorded : changed).tensors.find((each) => each.name === name);
      return tensor?.values === null ? [{ source: { of, whatIf: whatIf.id }, name }] : [];
    }),
  );
}

/** The difference changed − recorded. */
export function* difference({ recorded, changed }: Pair): SlicedWork<StepTensor> {
  const { name, steps, size } = changed;
  const values = new Float32Array(steps * size);
  yield* inStretches(steps, size, (from, to) => {
    for (let i = from * size; i < to * size; i++) {
      values[i] = changed.values[i] - recorded.values[i];
    }
  });
  return { name: `${name}.change`, steps, size, values };
}

/**
 * States how far the change moves the states, and how much of it is left at the end.
 * @param distances ‖h′ − h‖ of each step
 */
export function distanceSentence(distances: Float64Array, backward: boolean): string {
  const peak = distances.reduce((best, value, step) => (value > distances[best] ? step : best), 0);
  if (!(distances[peak] > 0)) {
    return 'The states of this layer are what they were.';
  }
  const end = backward ? 0 : distances.length - 1;
  const left = distances[end];
  const share = left / distances[peak];
  const furthest = `The state is furthest from what it was at step ${peak}, by ${number(distances[peak])}`;
  return peak === end
    ? `${furthest}, where the sequence ends.`
    : left === 0
      ? `${furthest}, and where the sequence ends it is what it was.`
      : `${furthest}; where the sequence ends, ${share < 0.01 ? 'less than a hundredth' : number(share, 2)} of that is left.`;
}

/** The mean loss over the steps that have a target; NaN where there is none. */
export function meanLoss(loss: StepTensor, target: StepTensor): number {
  let sum = 0;
  let count = 0;
  for (let step = 0; step < Math.min(loss.steps, target.steps); step++) {
    if (!Number.isNaN(target.values[step * target.size])) {
      sum += loss.values[step];
      count++;
    }
  }
  return sum / count;
}
