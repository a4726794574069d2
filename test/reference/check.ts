/** Runs one reference case through the engine and measures how far every number is from PyTorch's. */
import type { StepJacobian } from '../../src/engine/cells/cell';
import type { Kernels } from '../../src/engine/kernels/kernels';
import { type Context, Layer } from '../../src/engine/layer';
import { Parameters } from '../../src/engine/parameters';
import { cellOf, type NetworkSpec } from '../../src/engine/spec';
import { Stack } from '../../src/engine/stack';
import { integers } from '../../src/engine/memory';
import { Arena, type Floats, type Precision } from '../../src/engine/tensor';
import type { ReferenceCase } from './format';

/** Largest |ours − theirs| of a group of tensors, relative to the largest |theirs| of each tensor. */
export type Errors = Record<'output' | 'states' | 'gradients' | 'jacobian', number>;

type Nested = readonly (number | Nested)[];

export function checkCase(reference: ReferenceCase, kernels: Kernels, precision: Precision): Errors {
  const spec = specOf(reference);
  const cell = cellOf(spec);
  const parameters = new Parameters(cell, spec, precision, kernels.memory);
  for (const [name, values] of Object.entries(reference.weights)) {
    const parameter = parameters.all.find((each) => each.name === `rnn.${name}`);
    if (!parameter && isAbsentBias(reference, name)) {
      continue;
    }
    if (!parameter) {
      throw new Error(`${reference.name}: the network has no weight ${name}`);
    }
    parameter.value.values.set(flat(values));
  }
  const { batch: B, steps: T, hiddenSize: H } = reference;
  const arena = new Arena(precision, kernels.memory);
  const context = { kernels, interrupt: () => undefined };
  const stack = new Stack(context, cell, parameters.encoder, H, 0, arena, { rows: B, steps: T });
  arena.allocate();
  stack.begin(B, T);
  stack.lengths.set(reference.lengths);
  stack.x.values.set(flat(reference.x));
  const layers = stack.layers.flat();
  layers.forEach((layer, i) => {
    layer.tape.h.values.set(flat(reference.h0[i]), layer.initialSlot * B * H);
    layer.tape.c?.values.set(flat(reference.c0?.[i] ?? []), layer.initialSlot * B * H);
  });

  /** `[T][B][D·H]` with zeros at padded steps, as PyTorch has them. */
  const unpadded = (values: ArrayLike<number>) => {
    const width = stack.output.shape[2];
    return Array.from({ length: T * B * width }, (_, j) => {
      const step = Math.floor(j / width);
      return Math.floor(step / B) < reference.lengths[step % B] ? values[j] : 0;
    });
  };

  stack.packForward();
  stack.forward(0, T);
  const errors: Errors = { output: 0, states: 0, gradients: 0, jacobian: 0 };
  const compare = (group: keyof Errors, what: string, ours: ArrayLike<number>, theirs: Nested) => {
    errors[group] = Math.max(errors[group], relativeError(`${reference.name} ${what}`, ours, flat(theirs)));
  };
  compare('output', 'output', unpadded(stack.output.values), reference.output);
  layers.forEach((layer, i) => {
    const { tape, parameters: own } = layer;
    const slot = (t: number) => layer.after(t) * B * H;
    const final = layer.finalSlot * B * H;
    compare('output', 'finalH', tape.h.values.subarray(final, final + B * H), reference.finalH[i]);
    if (tape.c && reference.finalC) {
      compare('output', 'finalC', tape.c.values.subarray(final, final + B * H), reference.finalC[i]);
    }
    const suffix = `_l${own.layer}${own.reverse ? '_reverse' : ''}`;
    const inTime = (values: ArrayLike<number>) => {
      const all: number[] = [];
      for (let t = 0; t < T; t++) {
        for (let j = 0; j < B * H; j++) {
          all.push(values[slot(t) + j]);
        }
      }
      return all;
    };
    const real = (t: number, b: number) => t < reference.lengths[b];
    for (const [quantity, theirs] of Object.entries(reference.states[suffix])) {
      if (quantity === 'h') {
        compare('states', `h${suffix}`, inTime(tape.h.values), theirs);
      } else if (quantity === 'c' && tape.c) {
        compare('states', `c${suffix}`, inTime(tape.c.values), theirs);
      } else if (cell.gates.includes(quantity)) {
        // A padded step has no gates; ours are zero there, while PyTorch's are computed and unused.
        const g = cell.gates.indexOf(quantity);
        const G = cell.gates.length * H;
        const ours = theirs.flatMap((rows, t) =>
          rows.flatMap((row, b) => row.map((value, u) => (real(t, b) ? tape.gates.values[(t * B + b) * G + g * H + u] : value))),
        );
        compare('states', `${quantity}${suffix}`, ours, theirs);
      }
    }
  });

  stack.clearGradients();
  stack.doutput.values.set(unpadded(flat(reference.lossCoefficients)));
  stack.packBackward(true);
  parameters.clearGradients();
  stack.backward(0, T, true);
  stack.weightGradients();
  for (const [name, theirs] of Object.entries(reference.gradients.weights)) {
    if (isAbsentBias(reference, name)) {
      continue;
    }
    const ours = parameters.all.find((each) => each.name === `rnn.${name}`)?.gradient.values ?? [];
    compare('gradients', name, ours, theirs);
  }
  compare('gradients', 'x', stack.dx.values, reference.gradients.x);
  layers.forEach((layer, i) => {
    const { tape, parameters: own } = layer;
    const initial = layer.initialSlot * B * H;
    compare('gradients', 'h0', tape.dh.values.subarray(initial, initial + B * H), reference.gradients.h0[i]);
    if (tape.dc && reference.gradients.c0) {
      compare('gradients', 'c0', tape.dc.values.subarray(initial, initial + B * H), reference.gradients.c0[i]);
    }
    const suffix = `_l${own.layer}${own.reverse ? '_reverse' : ''}`;
    const theirs = reference.gradients.states[suffix];
    for (const [quantity, tensor] of [
      ['h', tape.dh],
      ['c', tape.dc],
    ] as const) {
      if (tensor && theirs[quantity]) {
        const ours = theirs[quantity].flatMap((_, t) => {
          const at = layer.after(t) * B * H;
          return [...tensor.values.subarray(at, at + B * H)];
        });
        compare('gradients', `state ${quantity}${suffix}`, ours, theirs[quantity]);
      }
    }
  });

  if (reference.jacobian) {
    const { step, row, dh_dh, dh_dc, dc_dh, dc_dc } = reference.jacobian;
    const { size, values } = jacobianAt(reference, stack, context, step, row, precision);
    const block = (top: number, left: number) =>
      Array.from({ length: H * H }, (_, j) => values[(top + Math.floor(j / H)) * size + left + (j % H)]);
    compare('jacobian', 'dh_dh', block(0, 0), dh_dh);
    if (dh_dc && dc_dh && dc_dc) {
      compare('jacobian', 'dh_dc', block(0, H), dh_dc);
      compare('jacobian', 'dc_dh', block(H, 0), dc_dh);
      compare('jacobian', 'dc_dc', block(H, H), dc_dc);
    }
  }
  return errors;
}

/**
 * J of one step of one sequence, from the state that the whole pass reached. The step is computed again on
 * its own, because the reference has J at padded steps too, where the pass itself only keeps the state.
 */
function jacobianAt(
  reference: ReferenceCase,
  stack: Stack,
  context: Context,
  step: number,
  row: number,
  precision: Precision,
): StepJacobian {
  const { batch: B, hiddenSize: H } = reference;
  const { kernels } = context;
  const [[whole]] = stack.layers;
  const arena = new Arena(precision, kernels.memory);
  const layer = new Layer(context, whole.cell, whole.parameters, H, arena, { rows: 1, steps: 1 }, integers(kernels.memory, 1).fill(1));
  const x = arena.tensor('x', 1, 1, reference.inputSize);
  arena.allocate();
  layer.begin(1, 1);
  layer.packForward();
  x.values.set(reference.x[step][row]);
  const from = (whole.before(step) * B + row) * H;
  layer.tape.h.values.set(whole.tape.h.values.subarray(from, from + H), layer.initialSlot * H);
  if (layer.tape.c && whole.tape.c) {
    layer.tape.c.values.set(whole.tape.c.values.subarray(from, from + H), layer.initialSlot * H);
  }
  layer.forward(x, 0, 1);
  const state = (values: Floats | undefined, slot: number) => values?.subarray(slot * H, (slot + 1) * H);
  const { tape, parameters, cell } = layer;
  return cell.jacobian(
    {
      weightHh: parameters.weights.weightHh.values,
      hBefore: tape.h.values.subarray(layer.initialSlot * H, (layer.initialSlot + 1) * H),
      cBefore: state(tape.c?.values, layer.initialSlot),
      c: state(tape.c?.values, layer.finalSlot),
      gates: tape.gates.values,
      candidateBias: parameters.weights.biasHh?.values.subarray((cell.gates.length - 1) * H),
    },
    H,
  );
}

function specOf(reference: ReferenceCase): NetworkSpec {
  return {
    shape: 'many-to-many',
    cell: reference.cell,
    activation: reference.activation ?? 'tanh',
    variant: reference.variant ?? 'original',
    hiddenSize: reference.hiddenSize,
    layers: reference.layers,
    bidirectional: reference.bidirectional,
    bias: reference.bias,
    dropout: 0,
    inputSize: reference.inputSize,
    networkInputSize: reference.inputSize,
    outputSize: 1,
    loss: 'mse',
    output: 'identity',
    teacherForcing: true,
  };
}

/** Without biases the reference may hold them as zeros, and they must still be zeros. */
function isAbsentBias(reference: ReferenceCase, name: string): boolean {
  return !reference.bias && name.startsWith('bias_') && flat(reference.weights[name]).every((value) => value === 0);
}

function flat(nested: Nested): number[] {
  return nested.flatMap((item) => (typeof item === 'number' ? [item] : flat(item)));
}

function relativeError(what: string, ours: ArrayLike<number>, theirs: readonly number[]): number {
  if (ours.length !== theirs.length) {
    throw new Error(`${what}: ${ours.length} numbers, the reference has ${theirs.length}`);
  }
  let largest = 0;
  let error = 0;
  theirs.forEach((value, j) => {
    largest = Math.max(largest, Math.abs(value));
    const difference = Math.abs(ours[j] - value);
    error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(error, difference);
  });
  return largest > 0 ? error / largest : error;
}
