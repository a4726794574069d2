/**
 * Finds the origin of a value that is not finite, so that a run can stop and report it before it reaches the
 * weights.
 */
import { layerName, layerText } from '../notation/tensorNames';
import type { Layer } from './layer';
import type { Network } from './network';
import type { Floats } from './tensor';
import { NonFiniteError, type NonFinitePlace, weightsUnchanged } from './training';

/** The time at which it was found: in an update, numbered from 1, or in the validation after one. */
export type Moment = Pick<NonFinitePlace, 'update' | 'during'>;

/** The place of the value, without the time at which it was found. */
type Place = Omit<NonFinitePlace, keyof Moment>;
type Pass = NonFinitePlace['pass'];

/**
 * @param firstStep the step of the sequences at which the chunk in the network begins
 * @returns an error that names the first such step, layer, gate and unit. The forward pass is searched first,
 * in the order in which it computes; then the backward pass in its own order (from the last step to the
 * first)
 */
export function nonFiniteError(network: Network, moment: Moment, firstStep: number): NonFiniteError {
  const place: NonFinitePlace = {
    ...moment,
    ...(forwardPlace(network, firstStep) ??
      backwardPlace(network, firstStep) ??
      gradientPlace(network) ??
      lossPlace(network)),
  };
  const { update, during } = moment;
  return new NonFiniteError(
    `${during === 'update' ? `update ${update}` : `validation after update ${update}`}: ${placeText(place)}; ${weightsUnchanged}. ` +
      'Try a smaller training.optimizer.learningRate, or training.clip.norm.',
    place,
  );
}

function forwardPlace(network: Network, firstStep: number): Place | undefined {
  for (const stack of network.stacks) {
    for (let t = 0; t < stack.steps; t++) {
      for (const layer of stack.layers.flat()) {
        const place = stepPlace(layer, t, stack.rows, 'forward', firstStep);
        if (place !== undefined) {
          return place;
        }
      }
    }
  }
  return outputPlace(network, firstStep);
}

/**
 * Finds the first output, which is that of the earliest step, although outputs are listed sequence by
 * sequence.
 */
function outputPlace({ readout, spec, last }: Network, firstStep: number): Place | undefined {
  const O = spec.outputSize;
  const { y, count, place } = readout;
  let found: { step: number; at: number } | undefined;
  for (let row = 0; row < count; row++) {
    const at = firstNonFinite(y.values, row * O, (row + 1) * O);
    const step = Math.floor(place[row] / last.rows);
    if (at !== undefined && (found === undefined || step < found.step)) {
      found = { step, at };
    }
  }
  return (
    found && {
      pass: 'forward',
      what: 'output',
      step: firstStep + found.step,
      unit: found.at % O,
      value: valueText(y.values[found.at]),
    }
  );
}

function backwardPlace(network: Network, firstStep: number): Place | undefined {
  for (const stack of network.stacks.toReversed()) {
    for (let t = stack.steps - 1; t >= 0; t--) {
      for (const layer of stack.layers.flat().reverse()) {
        const place = stepPlace(layer, t, stack.rows, 'backward', firstStep);
        if (place !== undefined) {
          return place;
        }
      }
    }
  }
  return undefined;
}

function gradientPlace(network: Network): Place | undefined {
  for (const { name, gradient } of network.parameters.all) {
    const element = firstNonFinite(gradient.values, 0, gradient.values.length);
    if (element !== undefined) {
      const value = valueText(gradient.values[element]);
      return { pass: 'backward', what: 'gradient', weight: { name, element }, value };
    }
  }
  return undefined;
}

/** The loss itself. It can be infinite although all outputs are finite, as the square of a large one. */
function lossPlace({ lossSum }: Network): Place {
  return { pass: 'forward', what: 'loss', value: valueText(lossSum) };
}

function stepPlace(layer: Layer, t: number, B: number, pass: Pass, firstStep: number): Place | undefined {
  const { tape, cell, parameters } = layer;
  const H = tape.hiddenSize;
  const G = cell.gates.length * H;
  const found = (what: string, unit: number, value: number): Place => ({
    pass,
    what,
    layer: layerName(parameters),
    step: firstStep + t,
    unit,
    value: valueText(value),
  });
  const gates = pass === 'forward' ? tape.gates.values : tape.dgates.values;
  const gate = firstNonFinite(gates, t * B * G, (t + 1) * B * G);
  if (gate !== undefined) {
    const inRow = gate % G;
    // A vanilla RNN has no gates; its state stands in their place.
    return found(cell.gates[Math.floor(inRow / H)] || 'h', inRow % H, gates[gate]);
  }
  const slot = layer.after(t) * B * H;
  const states: [Floats | undefined, string][] =
    pass === 'forward'
      ? [
          [tape.c?.values, 'c'],
          [tape.h.values, 'h'],
        ]
      : [
          [tape.dh.values, 'h'],
          [tape.dc?.values, 'c'],
        ];
  for (const [values, what] of states) {
    const at = values ? firstNonFinite(values, slot, slot + B * H) : undefined;
    if (values && at !== undefined) {
      return found(what, at % H, values[at]);
    }
  }
  return undefined;
}

/** `gate f of unit 3 is NaN at step 17, layer 0` */
export function placeText({ pass, what, layer, step, unit, weight, value }: Place): string {
  if (weight !== undefined) {
    return `the gradient of ${weight.name} is ${value} at element ${weight.element}`;
  }
  if (layer === undefined) {
    return what === 'output'
      ? `output ${unit} is ${value} at step ${step} (readout)`
      : 'the loss is not finite';
  }
  const name = what === 'h' || what === 'c' ? what : `gate ${what}`;
  const quantity =
    pass === 'forward' ? name : what === name ? `∂L/∂${name}` : `∂L/∂(preactivation of ${name})`;
  return `${quantity} of unit ${unit} is ${value} at step ${step}, ${layerText(layer)}`;
}

function valueText(value: number): NonFinitePlace['value'] {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function firstNonFinite(values: Floats, from: number, to: number): number | undefined {
  for (let j = from; j < to; j++) {
    if (!Number.isFinite(values[j])) {
      return j;
    }
  }
  return undefined;
}
