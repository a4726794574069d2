/**
 * Recurrent layers as ONNX operators (RNN, LSTM, GRU of operator set 14). Their weights are Unroll's, which are
 * PyTorch's, with the blocks of the gates in another order:
 *
 *     LSTM   i, f, g, o  →  i, o, f, c
 *     GRU    r, z, n     →  z, r, h
 *
 * ONNX's GRU computes h = (1−z)⊙n + z⊙h₋. So does the variant `cudnn`, with the reset gate after the matrix
 * product (`linear_before_reset`). The variant `original` has h = (1−z)⊙h₋ + z⊙n, and because of
 * 1 − σ(a) = σ(−a) it becomes ONNX's with the weights and biases of z negated.
 */
import { type CellName, gateBlocks } from '../../notation/cells';
import { layerName, weightName } from '../../notation/tensorNames';
import type { ExportedModel } from '../common/exportedModel';
import type { GraphBuilder } from './graphBuilder';

/** One layer, in all its directions. */
export interface RecurrentLayer {
  /** `rnn.l0`, `decoder.l1` */
  readonly name: string;
  /** Names of W, R and B; B is empty without biases. */
  readonly weights: readonly [string, string, string];
}

/** States of a layer `[D][B][H]` by the names of their values; c is empty where the cell has none. */
export interface LayerStates {
  readonly h: string;
  readonly c: string;
}

const operators: Readonly<Record<CellName, string>> = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' };
const gateOrder: Readonly<Record<CellName, readonly string[]>> = {
  rnn: [''],
  lstm: ['i', 'o', 'f', 'g'],
  gru: ['z', 'r', 'n'],
};

/** Adds the weights of a stack of layers, each `[D][G·H][…]`. */
export function addLayers(graph: GraphBuilder, model: ExportedModel, decoder: boolean): RecurrentLayer[] {
  const { layers, hiddenSize: H, cell, bias, bidirectional } = model.spec;
  const rows = gateBlocks[cell].length * H;
  const directions = bidirectional && !decoder ? [false, true] : [false];
  const D = directions.length;
  return Array.from({ length: layers }, (_, layer) => {
    const name = `${decoder ? 'decoder' : 'rnn'}.l${layer}`;
    const own = (kind: Parameters<typeof weightName>[0]) =>
      directions.map((reverse) =>
        reordered(model, weightName(kind, layerName({ decoder, layer, reverse })), rows),
      );
    const inputs = own('weight_ih');
    const width = inputs[0].length / rows;
    const biases = bias ? own('bias_ih').flatMap((each, direction) => [each, own('bias_hh')[direction]]) : [];
    return {
      name,
      weights: [
        graph.constant(`${name}.W`, [D, rows, width], joined(inputs)),
        graph.constant(`${name}.R`, [D, rows, H], joined(own('weight_hh'))),
        bias ? graph.constant(`${name}.B`, [D, 2 * rows], joined(biases)) : '',
      ],
    };
  });
}

/**
 * Runs a stack of layers over `[T][B][…]`.
 * @param initial the states before the first step, one for each layer; absent: zeros
 * @returns the outputs `[T][B][D·H]` of the last layer, and the states of all layers after the last step
 */
export function runLayers(
  graph: GraphBuilder,
  model: ExportedModel,
  layers: readonly RecurrentLayer[],
  x: string,
  initial?: readonly LayerStates[],
): { readonly output: string; readonly states: readonly LayerStates[] } {
  const { cell, bidirectional, hiddenSize } = model.spec;
  const lstm = cell === 'lstm';
  let output = x;
  const states = layers.map(({ name, weights }, l): LayerStates => {
    const { h, c } = { h: `${name}.h_n`, c: lstm ? `${name}.c_n` : '' };
    const before = initial?.[l];
    const two = bidirectional && name.startsWith('rnn');
    const inputs = [output, ...weights, '', before?.h ?? '', ...(lstm ? [before?.c ?? ''] : [])];
    graph.node(operators[cell], trimmed(inputs), [`${name}.Y`, h, ...(lstm ? [c] : [])], {
      hidden_size: hiddenSize,
      direction: two ? 'bidirectional' : 'forward',
      ...variant(model, two ? 2 : 1),
    });
    // [T][D][B][H] becomes [T][B][D·H].
    const side = graph.add(`${name}.beside`, 'Transpose', [`${name}.Y`], { perm: [0, 2, 1, 3] });
    output = graph.add(`${name}.output`, 'Reshape', [side, graph.integers(0, 0, -1)]);
    return { h, c };
  });
  return { output, states };
}

function variant(
  { spec: { cell, activation, variant: gru } }: ExportedModel,
  directions: number,
): Record<string, number | readonly string[]> {
  if (cell === 'gru') {
    return { linear_before_reset: gru === 'cudnn' ? 1 : 0 };
  }
  return cell === 'rnn' && activation === 'relu' ? { activations: Array(directions).fill('Relu') } : {};
}

/** A weight `[G·H][…]` with its gates in the order of ONNX, and z negated in a GRU of the variant `original`. */
function reordered({ weights, spec }: ExportedModel, name: string, rows: number): Float32Array {
  const { cell, hiddenSize, variant: gru } = spec;
  const weight = weights.get(name);
  if (!weight) {
    throw new Error(`the model has no weight "${name}"`);
  }
  const { values } = weight;
  const block = (values.length / rows) * hiddenSize;
  const found = new Float32Array(values.length);
  gateOrder[cell].forEach((gate, to) => {
    const from = gateBlocks[cell].indexOf(gate);
    const sign = gate === 'z' && gru === 'original' ? -1 : 1;
    for (let j = 0; j < block; j++) {
      found[to * block + j] = sign * values[from * block + j];
    }
  });
  return found;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Inputs without the absent ones at the end. */
function trimmed(inputs: readonly string[]): readonly string[] {
  return inputs.slice(0, inputs.findLastIndex((name) => name !== '') + 1);
}
