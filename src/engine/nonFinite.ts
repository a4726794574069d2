/** Where a value that is not finite came from, so that a run can stop and say so before it reaches the weights. */
import type { Layer } from './layer';
import type { Network } from './network';
import type { Stack } from './stack';
import type { Floats } from './tensor';
import { NonFiniteError, weightsUnchanged } from './training';

/**
 * @param when `update 17`: the update that would have been made
 * @param firstStep the step of the sequences that the chunk in the network begins with
 * @returns an error that names the first such step, layer, gate and unit: of the forward pass in the order in which it
 * computes, otherwise of the backward pass in its order (from the last step to the first)
 */
export function nonFiniteError(network: Network, when: string, firstStep: number): NonFiniteError {
  const where =
    forwardPlace(network, firstStep) ?? backwardPlace(network, firstStep) ?? gradientPlace(network);
  return new NonFiniteError(
    `${when}: ${where ?? 'the loss is not finite'}; ${weightsUnchanged}. ` +
      'Try a smaller training.optimizer.learningRate, or training.clip.norm.',
  );
}

function forwardPlace(network: Network, firstStep: number): string | undefined {
  for (const [stack, part] of stacks(network)) {
    for (let t = 0; t < stack.steps; t++) {
      for (const layer of stack.layers.flat()) {
        const place = stepPlace(layer, t, stack.rows, 'forward', firstStep);
        if (place !== undefined) {
          return `${part}${place}`;
        }
      }
    }
  }
  return outputPlace(network, firstStep);
}

/** Outputs are listed sequence by sequence; the first one is that of the earliest step. */
function outputPlace({ readout, spec, last }: Network, firstStep: number): string | undefined {
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
    found && `output ${found.at % O} is ${y.values[found.at]} at step ${firstStep + found.step} (readout)`
  );
}

function backwardPlace(network: Network, firstStep: number): string | undefined {
  for (const [stack, part] of stacks(network).reverse()) {
    for (let t = stack.steps - 1; t >= 0; t--) {
      for (const layer of stack.layers.flat().reverse()) {
        const place = stepPlace(layer, t, stack.rows, 'backward', firstStep);
        if (place !== undefined) {
          return `${part}${place}`;
        }
      }
    }
  }
  return undefined;
}

function gradientPlace(network: Network): string | undefined {
  for (const { name, gradient } of network.parameters.all) {
    const at = firstNonFinite(gradient.values, 0, gradient.values.length);
    if (at !== undefined) {
      return `the gradient of ${name} is ${gradient.values[at]} at element ${at}`;
    }
  }
  return undefined;
}

function stepPlace(
  layer: Layer,
  t: number,
  B: number,
  pass: 'forward' | 'backward',
  firstStep: number,
): string | undefined {
  const { tape, cell, parameters } = layer;
  const H = tape.hiddenSize;
  const G = cell.gates.length * H;
  const name = `layer ${parameters.layer}${parameters.reverse ? ' backward' : ''}`;
  const gates = pass === 'forward' ? tape.gates.values : tape.dgates.values;
  const gate = firstNonFinite(gates, t * B * G, (t + 1) * B * G);
  if (gate !== undefined) {
    const inRow = gate % G;
    const letter = cell.gates[Math.floor(inRow / H)];
    const what = letter === '' ? 'h' : `gate ${letter}`;
    return pass === 'forward'
      ? `${what} of unit ${inRow % H} is ${gates[gate]} at step ${firstStep + t}, ${name}`
      : `∂L/∂(preactivation of ${what}) of unit ${inRow % H} is ${gates[gate]} at step ${firstStep + t}, ${name}`;
  }
  const slot = layer.after(t) * B * H;
  const states: [Floats | undefined, string][] =
    pass === 'forward'
      ? [
          [tape.c?.values, 'c'],
          [tape.h.values, 'h'],
        ]
      : [
          [tape.dh.values, '∂L/∂h'],
          [tape.dc?.values, '∂L/∂c'],
        ];
  for (const [values, what] of states) {
    const at = values ? firstNonFinite(values, slot, slot + B * H) : undefined;
    if (values && at !== undefined) {
      return `${what} of unit ${at % H} is ${values[at]} at step ${firstStep + t}, ${name}`;
    }
  }
  return undefined;
}

function stacks(network: Network): [Stack, string][] {
  return network.decoder
    ? [
        [network.encoder, 'encoder: '],
        [network.decoder, 'decoder: '],
      ]
    : [[network.encoder, '']];
}

function firstNonFinite(values: Floats, from: number, to: number): number | undefined {
  for (let j = from; j < to; j++) {
    if (!Number.isFinite(values[j])) {
      return j;
    }
  }
  return undefined;
}
