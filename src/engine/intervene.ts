/**
 * Counterfactuals: values that are set in place of what is fed or computed, in a forward pass of one
 * sequence.
 *
 * The same kernels compute all later steps. Within the step itself, values that the cell computes from a set
 * value are computed again: c and h from a gate, h from c (each cell's `setGate`, `setCellState`). Gates are
 * set first, then c, then h, in whatever order they are named. A value that is already there, as a Float32,
 * is left alone, so that no bit changes.
 *
 * In the gradients of such a what-if, the change of an x, h or c counts as an added constant, so ∂L/∂h of
 * this step and of earlier ones still flows through the cell. A gate is held: no gradient flows back through
 * it to its preactivation.
 */

import { inputName, layerName, type Quantity, tensorName } from '../notation/tensorNames';
import { noteSet } from './cells/intervened';
import type { UnitPlace } from './cells/tape';
import type { Layer } from './layer';
import type { Network } from './network';
import type { Stack } from './stack';
import type { Floats } from './tensor';

/** A value that replaces one that the cell computes or that is fed. */
export interface Intervention {
  /** Name of a tensor of a trace: `x`, `l0.h`, `l0.c`, `l0.gate.f`, `decoder.l1.h`. */
  readonly name: string;
  /** Index of the row of that tensor. */
  readonly step: number;
  /** Index of the feature or unit. */
  readonly unit: number;
  readonly value: number;
}

/** A change at one step of a layer; changes are made in the order of `rank`. */
interface Change {
  readonly unit: number;
  readonly rank: number;
  readonly apply: (t: number) => void;
}

/**
 * Makes the network's next forward passes set these values, and no earlier ones, in the first sequence;
 * called after `begin`.
 * @throws RangeError where there is no such value
 */
export function intervene(network: Network, interventions: readonly Intervention[]): void {
  const open = new Map<string, Intervention[]>();
  for (const each of interventions) {
    open.set(each.name, [...(open.get(each.name) ?? []), each]);
  }
  const take = (name: string, steps: number, width: number): readonly Intervention[] => {
    const taken = open.get(name) ?? [];
    open.delete(name);
    for (const { step, unit } of taken) {
      if (!isIndex(step, steps) || !isIndex(unit, width)) {
        throw new RangeError(`${name} has no value ${unit} at step ${step}: it is [${steps}, ${width}]`);
      }
    }
    return taken;
  };
  for (const stack of network.stacks) {
    interveneInInput(stack, take(inputName(stack.decoder), stack.steps, stack.x.shape[2]));
    for (const layer of stack.layers.flat()) {
      interveneInLayer(layer, (quantity, gate) =>
        take(tensorName(layerName(layer.parameters), quantity, gate), stack.steps, layer.hiddenSize),
      );
    }
  }
  const [name] = open.keys();
  if (name !== undefined) {
    throw new RangeError(`${name} is nothing that can be set`);
  }
}

function interveneInInput(stack: Stack, changes: readonly Intervention[]): void {
  const set = (from: number, to: number) => {
    for (const { step, unit, value } of changes) {
      const at = step * stack.rows * stack.x.shape[2] + unit;
      if (step >= from && step < to && !isThere(stack.x.values, at, value)) {
        stack.x.values[at] = value;
      }
    }
  };
  stack.beforeSteps = changes.length > 0 ? set : null;
}

function interveneInLayer(
  layer: Layer,
  take: (quantity: Quantity, gate: string) => readonly Intervention[],
): void {
  const { cell, tape } = layer;
  const gates = cell.gates.filter((gate) => gate !== '');
  const changes = new Map<number, Change[]>();
  const add = (
    [quantity, gate]: readonly [Quantity, string],
    rank: number,
    apply: (t: number, unit: number, value: number) => void,
  ) => {
    for (const { step, unit, value } of take(quantity, gate)) {
      const change = { unit, rank, apply: (t: number) => apply(t, unit, value) };
      changes.set(
        step,
        [...(changes.get(step) ?? []), change].sort((one, other) => one.rank - other.rank),
      );
    }
  };
  gates.forEach((gate, g) => {
    add(['gate', gate], g, (t, unit, value) => setGate(layer, g, placeOf(layer, t, unit), value));
  });
  if (tape.c) {
    add(['c', ''], gates.length, (t, unit, value) => setCellState(layer, placeOf(layer, t, unit), value));
  }
  add(['h', ''], gates.length + 1, (t, unit, value) => setState(layer, placeOf(layer, t, unit), value));
  tape.intervened = null;
  layer.afterStep = (t) => {
    tape.intervened?.delete(t);
    for (const { apply } of changes.get(t) ?? []) {
      apply(t);
    }
  };
  if (changes.size === 0) {
    layer.afterStep = null;
  }
}

function setGate(
  { cell, tape, hiddenSize: H, parameters }: Layer,
  g: number,
  at: UnitPlace,
  value: number,
): void {
  const element = g * H + at.unit;
  if (!isThere(tape.gates.values, at.t * tape.rows * cell.gates.length * H + element, value)) {
    cell.setGate?.(tape, parameters.weights, at, g, value);
    noteSet(tape, at.t, [element]);
  }
}

function setCellState({ cell, tape, hiddenSize: H }: Layer, at: UnitPlace, value: number): void {
  if (tape.c && !isThere(tape.c.values, at.after * tape.rows * H + at.unit, value)) {
    cell.setCellState?.(tape, at, value);
    noteSet(tape, at.t);
  }
}

function setState({ tape, hiddenSize: H }: Layer, { t, after, unit }: UnitPlace, value: number): void {
  const at = after * tape.rows * H + unit;
  if (!isThere(tape.h.values, at, value)) {
    tape.h.values[at] = value;
    noteSet(tape, t);
  }
}

function placeOf(layer: Layer, t: number, unit: number): UnitPlace {
  return { t, before: layer.before(t), after: layer.after(t), unit };
}

/** Whether a value is already the wanted one, compared as the Float32 that a trace shows. */
function isThere(values: Floats, at: number, value: number): boolean {
  const there = Math.fround(values[at]);
  const wanted = Math.fround(value);
  return there === wanted || (Number.isNaN(there) && Number.isNaN(wanted));
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}
