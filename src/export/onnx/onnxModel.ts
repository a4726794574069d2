/** A trained model as an ONNX file, with the scaling of its data inside. */
import { hasOwnOutputs } from '../../engine/network';
import { encodeOnnx, type OnnxValue } from '../../formats/onnx/model';
import { aboutModel } from '../common/aboutModel';
import type { ExportedModel } from '../common/exportedModel';
import { addFinalStates, addInitialStates } from './carriedStates';
import { addFeatures } from './features';
import { addGeneratedSteps } from './generatedSteps';
import { GraphBuilder } from './graphBuilder';
import { inputsOf, metadataOf, outputOf, stepsInput } from './interface';
import { addLayers, type LayerStates, runLayers } from './layers';
import { addRawOutput, addReadout, addReadoutWeights } from './readout';

/** The oldest version of the operators in which RNN, LSTM and GRU are as they are today. */
const operatorSet = 14;

/**
 * @param withStates whether states are inputs and outputs, where the model can carry them (`canCarryStates`)
 * @returns the bytes of the file
 */
export function onnxModel(model: ExportedModel, withStates: boolean): Uint8Array<ArrayBuffer> {
  const graph = new GraphBuilder();
  const { inputs, outputs } = hasOwnOutputs(model.spec)
    ? generatedGraph(graph, model)
    : alignedGraph(graph, model, withStates);
  const { nodes, initializers } = graph;
  return encodeOnnx({
    about: aboutModel(model),
    producer: { name: 'Unroll', version: model.version },
    operatorSet,
    metadata: metadataOf(model),
    graph: { name: model.name, nodes, initializers, inputs, outputs },
  });
}

/** The inputs and outputs of the graph, whose nodes have been added. */
interface Ends {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Shapes with an output for each input step, or for the last one. */
function alignedGraph(graph: GraphBuilder, model: ExportedModel, withStates: boolean): Ends {
  const x = addFedInput(graph, model);
  const carried = withStates ? addInitialStates(graph, model) : undefined;
  const layers = addLayers(graph, model, false);
  const { output, states } = runLayers(graph, model, layers, x, carried?.states);
  const everyStep = model.spec.shape === 'many-to-many';
  const read = everyStep ? output : lastStates(graph, states);
  const y = addReadout(graph, model, addReadoutWeights(graph, model), read);
  return {
    inputs: [...inputsOf(model), ...(carried?.inputs ?? [])],
    outputs: [
      addPrediction(graph, model, y, everyStep),
      ...(carried ? addFinalStates(graph, model, states) : []),
    ],
  };
}

/** Shapes whose outputs have steps of their own. */
function generatedGraph(graph: GraphBuilder, model: ExportedModel): Ends {
  const { spec } = model;
  const x = addFedInput(graph, model);
  const zeros = (name: string, width: number) => {
    const shape = graph.add(
      `${name}.shape`,
      'Concat',
      [graph.integers(1), batchOf(graph, x), graph.integers(width)],
      { axis: 0 },
    );
    return graph.add(name, 'ConstantOfShape', [shape]);
  };
  const encoder = addLayers(graph, model, false);
  let y: string;
  if (spec.shape === 'encoder-decoder') {
    const { states } = runLayers(graph, model, encoder, x);
    const start = { x: zeros('decoder.first', spec.outputSize), states, before: '' };
    y = addGeneratedSteps(graph, model, addLayers(graph, model, true), start);
  } else {
    const zero = zeros('state.zero', spec.hiddenSize);
    const states = encoder.map((): LayerStates => ({ h: zero, c: spec.cell === 'lstm' ? zero : '' }));
    const first = graph.add('input.first', 'Concat', [x, zeros('output.zero', spec.outputSize)], {
      axis: -1,
    });
    const start = { x: first, states, before: zeros('input.zero', spec.inputSize) };
    y = addGeneratedSteps(graph, model, encoder, start);
  }
  return { inputs: [...inputsOf(model), stepsInput], outputs: [addPrediction(graph, model, y, true)] };
}

/** The input as the layers read it: `[T][B][I]`. */
function addFedInput(graph: GraphBuilder, model: ExportedModel): string {
  const { spec } = model;
  const fed = addFeatures(graph, model);
  return spec.shape === 'one-to-one' || spec.shape === 'one-to-many'
    ? graph.add('input.steps', 'Unsqueeze', [fed, graph.integers(0)])
    : graph.add('input.steps', 'Transpose', [fed], { perm: [1, 0, 2] });
}

/** The number of sequences in `[T][B][I]`, as a list of one. */
function batchOf(graph: GraphBuilder, x: string): string {
  if (!graph.nodes.some(({ outputs }) => outputs.includes('batch.size'))) {
    graph.add('input.shape', 'Shape', [x]);
    graph.add('batch.size', 'Gather', ['input.shape', graph.integers(1)]);
  }
  return 'batch.size';
}

/** The last layer's state after all steps, `[B][D·H]`. A backward direction ends at the first step. */
function lastStates(graph: GraphBuilder, states: readonly LayerStates[]): string {
  const { h } = states[states.length - 1];
  const side = graph.add('last.beside', 'Transpose', [h], { perm: [1, 0, 2] });
  return graph.add('last', 'Reshape', [side, graph.integers(0, -1)]);
}

/** @param steps whether y is `[T][B][O]`, which becomes `[B][T][O]` */
function addPrediction(graph: GraphBuilder, model: ExportedModel, y: string, steps: boolean): OnnxValue {
  const output = outputOf(model);
  const raw = addRawOutput(graph, model.outputs, y);
  if (steps) {
    graph.add(output.name, 'Transpose', [raw], { perm: [1, 0, 2] });
  } else {
    graph.add(output.name, 'Identity', [raw]);
  }
  return output;
}
