/** What a trace holds, found by name: layers, their tensors, and the signals that go in and come out. Pure. */
import type { PanelProbe, PanelTensor, Signals } from '../src/protocol';
import { exact, number } from './format';
import { memoize } from './memoize';

/** One layer in one direction. */
export interface Layer {
  /** `l0`, `l1_reverse`, `decoder.l0`: what its tensors' names begin with. */
  readonly name: string;
  readonly label: string;
  /** Reads from the end. */
  readonly backward: boolean;
}

/** A `[steps, size]` tensor. */
export interface StepTensor {
  readonly name: string;
  readonly steps: number;
  readonly size: number;
  readonly values: Float32Array;
}

export function layersOf(probe: PanelProbe): readonly Layer[] {
  const layers: Layer[] = [];
  for (const { name } of probe.tensors) {
    const prefix = /^(.*l(\d+)(_reverse)?)\.h$/.exec(name);
    if (prefix) {
      const [, whole = '', index = '', reverse] = prefix;
      const part = whole.slice(0, -`l${index}${reverse ?? ''}`.length).replace(/\W+$/, '');
      layers.push({
        name: whole,
        label: `${part ? `${part} ` : ''}layer ${index}${reverse ? ', backward' : ''}`,
        backward: reverse !== undefined,
      });
    }
  }
  return layers;
}

/** Undefined where the probe has no such tensor, or it is not a matrix. */
export function stepTensor(probe: PanelProbe, name: string): StepTensor | undefined {
  const tensor = probe.tensors.find((candidate) => candidate.name === name);
  return tensor ? asSteps(tensor) : undefined;
}

/** The gates of a layer in the order of the trace, by their letter. */
export function gatesOf(probe: PanelProbe, layer: string): readonly { letter: string; tensor: StepTensor }[] {
  const prefix = `${layer}.gate.`;
  return probe.tensors.flatMap((tensor) => {
    const steps = tensor.name.startsWith(prefix) ? asSteps(tensor) : undefined;
    return steps ? [{ letter: tensor.name.slice(prefix.length), tensor: steps }] : [];
  });
}

const gateNames: Record<string, Record<string, string>> = {
  lstm: { i: 'Input gate i', f: 'Forget gate f', o: 'Output gate o', g: 'Candidate C̃' },
  gru: { r: 'Reset gate r', z: 'Update gate z', n: 'Candidate h̃' },
};

/** `Forget gate f` */
export function gateName(cell: string, letter: string): string {
  return gateNames[cell]?.[letter] ?? `Gate ${letter}`;
}

/** Candidates go through tanh and lie in −1 … 1; gates lie in 0 … 1. */
export function isCandidate(letter: string): boolean {
  return letter === 'g' || letter === 'n';
}

/** Number of steps on the time axis that the layer's tensors share. */
export function stepsOf(probe: PanelProbe, layer: string): number {
  return stepTensor(probe, `${layer}.h`)?.steps ?? 0;
}

/** `step 17`, with the step's own label where it has one. */
export function stepWords(probe: PanelProbe, step: number): string {
  const label = probe.stepLabels[step];
  return label === undefined || label === '' ? `step ${step}` : `step ${step} · ${label}`;
}

/** A value back in the data's own units: raw = fed · scale + offset. */
export function unscaled(value: number, scaling: { offset: number; scale: number } | undefined): number {
  return scaling ? value * scaling.scale + scaling.offset : value;
}

/** What the network read at a step, as terms and values; the largest `most` of them where there are many. */
export function inputWords(
  probe: PanelProbe,
  signals: Signals,
  step: number,
  most: number,
): readonly (readonly [name: string, value: string])[] {
  const x = stepTensor(probe, 'x');
  if (!x || step >= x.steps) {
    return [];
  }
  const row = x.values.subarray(step * x.size, (step + 1) * x.size);
  const indices = [...row.keys()];
  const shown =
    indices.length <= most
      ? indices
      : indices
          .filter((index) => row[index] !== 0)
          .sort((one, other) => Math.abs(row[other]) - Math.abs(row[one]))
          .slice(0, most);
  return shown.map((index) => {
    const scaling = signals.inputScaling[index];
    const untouched = !scaling || (scaling.offset === 0 && scaling.scale === 1);
    return [
      signals.inputs[index] ?? `input ${index}`,
      untouched ? exact(row[index]) : number(unscaled(row[index], scaling), 5),
    ];
  });
}

/** The class with the greatest output at a step. */
export function topClass(y: StepTensor, step: number): number {
  let best = 0;
  for (let index = 1; index < y.size; index++) {
    if (y.values[step * y.size + index] > y.values[step * y.size + best]) {
      best = index;
    }
  }
  return best;
}

/**
 * The target class of a step: `target` holds one class a step, or one column a class. −1 where the step has none
 * (NaN, negative, or no column set).
 */
export function targetClass(target: StepTensor, step: number): number {
  if (step >= target.steps) {
    return -1;
  }
  if (target.size === 1) {
    const value = target.values[step];
    return value >= 0 ? Math.round(value) : -1;
  }
  const best = topClass(target, step);
  return target.values[step * target.size + best] > 0 ? best : -1;
}

const asSteps = memoize(({ name, shape, values }: PanelTensor): StepTensor | undefined => {
  const [steps, size] = shape;
  return shape.length === 2 ? { name, steps, size, values } : undefined;
});
