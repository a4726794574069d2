/** Finds the contents of a trace by name: layers, their tensors, and the input and output signals. Pure. */
import { exact } from '../../src/notation/decimals';
import { number } from '../../src/notation/numbers';
import { isScaled, readableRaw, type Scaling } from '../../src/notation/scaling';
import {
  inputName,
  isOfDecoder,
  isReverse,
  layerNamesIn,
  layerText,
  parseTensorName,
} from '../../src/notation/tensorNames';
import type { PanelProbe, PanelTensor } from '../../src/protocol/panel';
import type { Signals } from '../../src/protocol/run';
import { memoize } from '../base/memoize';
import { inStretches, type SlicedWork } from '../base/scheduler';

/** One layer in one direction. */
export interface Layer {
  /** Prefix of the names of the layer's tensors: `l0`, `l1_reverse`, `decoder.l0`. */
  readonly name: string;
  readonly label: string;
  /** Belongs to the second half of an encoder-decoder. */
  readonly decoder: boolean;
  /** Reads the sequence from its end. */
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
  return layerNamesIn(probe.tensors.map(({ name }) => name)).map((name) => ({
    name,
    label: layerText(name),
    decoder: isOfDecoder(name),
    backward: isReverse(name),
  }));
}

/**
 * Returns undefined where the probe has no such tensor, it is not a matrix, or its values have not arrived.
 */
export function stepTensor(probe: PanelProbe, name: string): StepTensor | undefined {
  const tensor = probe.tensors.find((candidate) => candidate.name === name);
  return tensor ? asSteps(tensor) : undefined;
}

/** The gates of a layer in the order of the trace, by their letter. */
export function gatesOf(probe: PanelProbe, layer: string): readonly { letter: string; tensor: StepTensor }[] {
  return probe.tensors.flatMap((tensor) => {
    const parsed = parseTensorName(tensor.name);
    const steps = parsed?.layer === layer && parsed.quantity === 'gate' ? asSteps(tensor) : undefined;
    return parsed && steps ? [{ letter: parsed.gate, tensor: steps }] : [];
  });
}

/** Splits the `[steps, gates·H]` preactivations of all gates into those of each gate, by its letter. */
export function* gatePreactivations(
  { name, steps, size, values }: StepTensor,
  letters: readonly string[],
): SlicedWork<ReadonlyMap<string, StepTensor>> {
  const units = size / letters.length;
  const parts = letters.map((letter) => ({
    name: `${name}.${letter}`,
    steps,
    size: units,
    values: new Float32Array(steps * units),
  }));
  yield* inStretches(steps, size, (from, to) => {
    for (let step = from; step < to; step++) {
      for (const [g, part] of parts.entries()) {
        const at = step * size + g * units;
        part.values.set(values.subarray(at, at + units), step * units);
      }
    }
  });
  return new Map(letters.map((letter, g) => [letter, parts[g]]));
}

/** Number of steps on the time axis that the layer's tensors share. */
export interface Input {
  readonly tensor: StepTensor;
  readonly names: readonly string[];
  readonly scaling: readonly Scaling[];
}

/**
 * The input of the layer's network, step by step. A decoder, and a network that generates from its own
 * outputs, read outputs.
 */
export function inputOf(probe: PanelProbe, layer: Layer, signals: Signals): Input | undefined {
  const tensor = stepTensor(probe, inputName(layer.decoder));
  if (!tensor || tensor.size === 0) {
    return undefined;
  }
  const fedBack = layer.decoder || signals.inputs.length !== tensor.size;
  return fedBack && signals.outputs.length === tensor.size
    ? { tensor, names: signals.outputs, scaling: signals.outputScaling }
    : { tensor, names: signals.inputs, scaling: signals.inputScaling };
}

/** The input at a step, as names and values; only the `most` largest values where there are more. */
export function inputText(
  { tensor, names, scaling }: Input,
  step: number,
  most: number,
): readonly (readonly [name: string, value: string])[] {
  if (step >= tensor.steps) {
    return [];
  }
  const row = tensor.values.subarray(step * tensor.size, (step + 1) * tensor.size);
  const indices = [...row.keys()];
  const shown =
    indices.length <= most
      ? indices
      : indices
          .filter((index) => row[index] !== 0)
          .sort((one, other) => Math.abs(row[other]) - Math.abs(row[one]))
          .slice(0, most);
  return shown.map((index) => {
    const by = scaling[index];
    return [
      names[index] ?? `feature ${index}`,
      isScaled(by) ? number(readableRaw(row[index], by), 5) : exact(row[index]),
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
 * The target class of a step: `target` holds one class per step, or one column per class. −1 where the step
 * has none (NaN, negative, or no column set).
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
  return shape.length === 2 && values ? { name, steps, size, values } : undefined;
});
