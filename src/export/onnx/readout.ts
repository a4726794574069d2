/** The readout of a network in ONNX, and its outputs in the data's units. */
import { elementTypes } from '../../formats/onnx/messages';
import { isScaled } from '../../notation/scaling';
import type { ExportedColumn, ExportedModel } from '../common/exportedModel';
import { ofColumns, typeOfColumns } from './columns';
import type { GraphBuilder } from './graphBuilder';

/** Weights of the readout, `[D·H][O]` and `[O]`. */
export interface ReadoutNames {
  readonly weight: string;
  readonly bias: string;
}

export function addReadoutWeights(graph: GraphBuilder, { weights }: ExportedModel): ReadoutNames {
  const weight = weights.get('readout.weight');
  const bias = weights.get('readout.bias');
  if (!weight || !bias) {
    throw new Error('the model has no readout');
  }
  const [O, width] = weight.shape;
  const transposed = new Float32Array(O * width);
  for (let j = 0; j < O; j++) {
    for (let k = 0; k < width; k++) {
      transposed[k * O + j] = weight.values[j * width + k];
    }
  }
  return {
    weight: graph.constant('readout.weight', [width, O], transposed),
    bias: graph.constant('readout.bias', [O], Float32Array.from(bias.values)),
  };
}

/** y = g2(W·h + b) of states `[…][D·H]`, as the network computes it, before it is scaled back. */
export function addReadout(
  graph: GraphBuilder,
  { spec: { output } }: ExportedModel,
  { weight, bias }: ReadoutNames,
  states: string,
): string {
  const product = graph.add('readout.product', 'MatMul', [states, weight]);
  const sum = graph.add('readout.sum', 'Add', [product, bias]);
  switch (output) {
    case 'identity':
      return sum;
    case 'sigmoid':
      return graph.add('readout.y', 'Sigmoid', [sum]);
    case 'softmax':
      return graph.add('readout.y', 'Softmax', [sum], { axis: -1 });
  }
}

/** Scales outputs `[…][O]` back to the data's units. */
export function addRawOutput(graph: GraphBuilder, columns: readonly ExportedColumn[], y: string): string {
  if (!columns.some(({ scaling }) => isScaled(scaling))) {
    return y;
  }
  const wide =
    typeOfColumns(columns) === 'float64'
      ? graph.add('output.float64', 'Cast', [y], { to: elementTypes.float64 })
      : y;
  const stretched = graph.add('output.stretched', 'Mul', [
    wide,
    ofColumns(graph, 'output', 'scale', columns),
  ]);
  return graph.add('output.raw', 'Add', [stretched, ofColumns(graph, 'output', 'offset', columns)]);
}
