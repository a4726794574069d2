/**
 * States that the user of an ONNX model carries from one call to the next, so that a sequence can be read in
 * parts, as it comes: inputs h_0 and c_0, and outputs h_n and c_n, all `[layers][B][H]`.
 */

import type { NetworkSpec } from '../../engine/spec';
import type { OnnxValue } from '../../formats/onnx/model';
import type { ExportedModel } from '../common/exportedModel';
import type { GraphBuilder } from './graphBuilder';
import type { LayerStates } from './layers';

/** A backward direction begins at the end of a sequence, so its state cannot be carried on. */
export function canCarryStates({ shape, bidirectional }: NetworkSpec): boolean {
  return (shape === 'many-to-many' || shape === 'many-to-one') && !bidirectional;
}

/** Gives each layer its part of h_0 and c_0. */
export function addInitialStates(
  graph: GraphBuilder,
  { spec }: ExportedModel,
): { readonly inputs: readonly OnnxValue[]; readonly states: readonly LayerStates[] } {
  const parts = kindsOf(spec).map((kind) => {
    const names = Array.from({ length: spec.layers }, (_, layer) => `${kind}_0.l${layer}`);
    graph.node('Split', [`${kind}_0`], names, { axis: 0 });
    return { kind, names };
  });
  const of = (kind: 'h' | 'c', layer: number) => parts.find((part) => part.kind === kind)?.names[layer] ?? '';
  return {
    inputs: parts.map(({ kind }) => ({
      name: `${kind}_0`,
      type: 'float32',
      shape: [spec.layers, 'batch', spec.hiddenSize],
      about: `The state ${kind} of each layer before the first step: zeros, or ${kind}_n of the call before.`,
    })),
    states: Array.from({ length: spec.layers }, (_, layer) => ({ h: of('h', layer), c: of('c', layer) })),
  };
}

/** Joins the states after the last step into h_n and c_n. */
export function addFinalStates(
  graph: GraphBuilder,
  { spec }: ExportedModel,
  states: readonly LayerStates[],
): readonly OnnxValue[] {
  return kindsOf(spec).map((kind) => {
    const parts = states.map((state) => state[kind]);
    return {
      name: graph.add(`${kind}_n`, 'Concat', parts, { axis: 0 }),
      type: 'float32',
      shape: [spec.layers, 'batch', spec.hiddenSize],
      about: `The state ${kind} of each layer after the last step.`,
    };
  });
}

/** The states that a cell has. */
function kindsOf({ cell }: NetworkSpec): readonly ('h' | 'c')[] {
  return cell === 'lstm' ? ['h', 'c'] : ['h'];
}
