/**
 * Steps that read the output of the step before, as an ONNX Loop: the sequence that a one-to-many network or a
 * decoder generates. The number of steps is an input of the model.
 */
import type { OnnxValue } from '../../formats/onnx/model';
import type { ExportedModel } from '../common/exportedModel';
import { GraphBuilder } from './graphBuilder';
import { type LayerStates, type RecurrentLayer, runLayers } from './layers';
import { addReadout, addReadoutWeights } from './readout';

/** What the loop starts from. */
export interface LoopStart {
  /** `[1][B][…]` input of the first step. */
  readonly x: string;
  readonly states: readonly LayerStates[];
  /**
   * `[1][B][I]` zeros that stand before y in the input of every later step; empty where y alone is read.
   */
  readonly before: string;
}

/** @returns the outputs `[steps][B][O]` */
export function addGeneratedSteps(
  graph: GraphBuilder,
  model: ExportedModel,
  layers: readonly RecurrentLayer[],
  { x, states, before }: LoopStart,
): string {
  const { hiddenSize: H, outputSize: O, layers: L } = model.spec;
  const readout = addReadoutWeights(graph, model);
  const always = graph.constant('always', [], Uint8Array.of(1));
  const carried = states.flatMap(({ h, c }) => (c === '' ? [h] : [h, c]));
  const width = before === '' ? O : model.spec.inputSize + O;

  const body = new GraphBuilder(graph);
  const step = states.map(
    ({ c }, l): LayerStates => ({ h: `step.l${l}.h`, c: c === '' ? '' : `step.l${l}.c` }),
  );
  const { output, states: after } = runLayers(body, model, layers, 'step.x', step);
  const y = addReadout(body, model, readout, output);
  const next =
    before === ''
      ? body.add('step.next', 'Identity', [y])
      : body.add('step.next', 'Concat', [before, y], { axis: -1 });
  const scanned = body.add('step.y', 'Squeeze', [y, body.integers(0)]);
  const goOn = body.add('step.goOn', 'Identity', ['step.always']);
  const list = (of: readonly LayerStates[]) => of.flatMap(({ h, c }) => (c === '' ? [h] : [h, c]));
  const state = (name: string): OnnxValue => ({ name, type: 'float32', shape: [1, 'batch', H] });
  const input = (name: string): OnnxValue => ({ name, type: 'float32', shape: [1, 'batch', width] });
  const flag = (name: string): OnnxValue => ({ name, type: 'bool', shape: [] });
  graph.node(
    'Loop',
    ['steps', always, x, ...carried],
    ['loop.x', ...Array.from({ length: carried.length }, (_, i) => `loop.state${i}`), 'loop.y'],
    {
      body: {
        name: `one step of ${L === 1 ? 'the layer' : `${L} layers`}`,
        nodes: body.nodes,
        initializers: body.initializers,
        inputs: [
          { name: 'step.number', type: 'int64', shape: [] },
          flag('step.always'),
          input('step.x'),
          ...list(step).map(state),
        ],
        outputs: [
          flag(goOn),
          input(next),
          ...list(after).map(state),
          { name: scanned, type: 'float32', shape: ['batch', O] },
        ],
      },
    },
  );
  return 'loop.y';
}
