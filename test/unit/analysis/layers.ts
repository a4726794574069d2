/**
 * Layers to analyse: PyTorch's, in Float64 with its own gradients, and layers from traces that the engine
 * makes.
 */
import { strict as assert } from 'node:assert';
import path from 'node:path';
import type { DirectGradients } from '../../../src/analysis/gradients/credit';
import { directGradients } from '../../../src/analysis/gradients/directGradients';
import { type InputWeights, inputWeights } from '../../../src/analysis/gradients/inputGradients';
import type { JacobianAt } from '../../../src/analysis/gradients/jacobian';
import { stepJacobian } from '../../../src/analysis/gradients/stepJacobians';
import {
  type CellKind,
  type LayerTrace,
  layerTrace,
  type RecurrentWeights,
  recurrentWeights,
  type Tensors,
} from '../../../src/analysis/layers/layerTrace';
import type { Config } from '../../../src/config/schema';
import type { Dataset, SequenceShape } from '../../../src/data/common/dataset';
import { cellOf } from '../../../src/engine/spec';
import { createTraining } from '../../../src/engine/trainer';
import { type ReferenceCase, readReference } from '../../reference/format';
import { root } from '../../vscode/folders';
import { configOf, runningSums } from '../engine/sequences';

export interface Analysed {
  readonly name: string;
  readonly layer: LayerTrace;
  readonly weights: RecurrentWeights;
  readonly at: JacobianAt;
}

export interface ReferenceLayer extends Analysed {
  /** PyTorch's J of one step as `[size][size]`, if there is one for this sequence. */
  readonly jacobian: { readonly step: number; readonly values: readonly (readonly number[])[] } | null;
  /** Coefficients of the loss on the states: Σ_t ⟨coefficients_t, h_t⟩. Null except for the last layer. */
  readonly direct: DirectGradients | null;
  /**
   * PyTorch's `[T][I]` ∂L/∂x_t, in the order of the recurrence, and the weights that it flows through; null
   * when another direction reads x too, or the layer does not read it.
   */
  readonly input: { readonly weights: InputWeights; readonly gradient: Float64Array } | null;
}

const referenceFile = path.join(root, 'test', 'reference', 'cells.json');

/** Every sequence in every layer and direction of `cells.json`. */
export function referenceLayers(): ReferenceLayer[] {
  return readReference(referenceFile).flatMap((reference) =>
    Object.keys(reference.states).flatMap((suffix, index) =>
      reference.lengths.map((steps, row) => referenceLayer(reference, suffix, index, row, steps)),
    ),
  );
}

function referenceLayer(
  reference: ReferenceCase,
  suffix: string,
  index: number,
  row: number,
  T: number,
): ReferenceLayer {
  const { cell, hiddenSize: H, states, gradients, h0, c0 } = reference;
  const kind: CellKind = {
    cell,
    activation: reference.activation ?? 'tanh',
    variant: reference.variant ?? 'original',
  };
  const reverse = suffix.endsWith('_reverse');
  /**
   * Puts steps into the order of the recurrence; the backward direction of a padded sequence begins at the
   * sequence's own end.
   */
  const ordered = (values: ReferenceCase['x']) => {
    const own = Array.from({ length: T }, (_, t) => values[t][row]);
    return reverse ? own.reverse() : own;
  };
  const flat = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat());
  const h = flat([h0[index][row], ...ordered(states[suffix].h)]);
  const { gates, hasCellState } = cellOf(kind);
  const perGate = gates.map((gate) => ordered(states[suffix][gate === '' ? 'h' : gate]));
  const layer: LayerTrace = {
    kind,
    hiddenSize: H,
    steps: T,
    reverse,
    h,
    c: hasCellState && c0 ? flat([c0[index][row], ...ordered(states[suffix].c)]) : null,
    gates: flat(Array.from({ length: T }, (_, t) => perGate.flatMap((values) => values[t]))),
    dh: flat(ordered(gradients.states[suffix].h)),
    dc: hasCellState ? flat(ordered(gradients.states[suffix].c)) : null,
  };
  const tensors = new Map(
    Object.entries(reference.weights).map(([name, values]) => [
      `rnn.${name}`,
      {
        shape: values.every(Array.isArray) ? [values.length, values[0].length] : [values.length],
        values: Float64Array.from(values.flat()),
      },
    ]),
  );
  const layerName = suffix.slice(1).replace(/^(\d+)/, 'l$1');
  const weights = recurrentWeights(tensors, kind, layerName);
  const last = Object.keys(states).length - (reference.bidirectional ? 2 : 1) <= index;
  const column = reverse ? H : 0;
  const { jacobian } = reference;
  return {
    name: `${reference.name} ${suffix} row ${row}`,
    layer,
    weights,
    at: (t) => stepJacobian(layer, weights, t),
    jacobian: jacobian && jacobian.row === row && jacobian.step < T ? wholeJacobian(jacobian) : null,
    direct: last
      ? {
          targets: Array.from({ length: T }, (_, t) => t),
          rows: flat(ordered(reference.lossCoefficients).map((all) => all.slice(column, column + H))),
        }
      : null,
    input:
      layerName === 'l0' && !reference.bidirectional
        ? { weights: inputWeights(tensors, layerName), gradient: flat(ordered(gradients.x)) }
        : null,
  };
}

function wholeJacobian({ step, dh_dh, dh_dc, dc_dh, dc_dc }: NonNullable<ReferenceCase['jacobian']>) {
  const values =
    dh_dc && dc_dh && dc_dc
      ? [...dh_dh.map((own, u) => [...own, ...dh_dc[u]]), ...dc_dh.map((own, u) => [...own, ...dc_dc[u]])]
      : dh_dh;
  return { step, values };
}

export interface TracedLayer extends Analysed {
  readonly tensors: Tensors;
  /** Null except for the last layer. */
  readonly direct: DirectGradients;
}

export interface TraceOptions {
  readonly model?: Partial<Config['model']>;
  readonly task?: Partial<Config['task']>;
  readonly shape?: SequenceShape;
  readonly steps?: number;
  /** Name of the layer, as in a trace. */
  readonly layer?: string;
  readonly dataset?: Dataset;
  /** Epochs of training before the trace. */
  readonly epochs?: number;
}

/** One layer of a network on a sequence of `runningSums`, computed by the reference kernels in Float64. */
export function tracedLayer(options: TraceOptions = {}): TracedLayer {
  const { shape = 'many-to-many', steps = 6, layer: name = 'l0', epochs = 0 } = options;
  const base = configOf(shape, { model: options.model, training: { epochs } });
  const config: Config = { ...base, task: { ...base.task, ...options.task } };
  const dataset = options.dataset ?? runningSums(shape, 8, () => steps);
  const training = createTraining(config, dataset, { precision: 'float64' });
  if (epochs > 0) {
    for (const _ of training.run(() => false)) {
      // the values of the events are not used, only the weights at the end
    }
  }
  const [{ tensors }] = training.trace([1]);
  const saved = training.save().tensors;
  const layer = layerTrace(tensors, config.model, name);
  const weights = recurrentWeights(saved, config.model, name);
  const readout = saved.get('readout.weight');
  assert.ok(readout);
  const { targetKind } = dataset;
  const loss =
    targetKind === 'values' ? 'mse' : targetKind === 'binary' ? 'binaryCrossEntropy' : 'crossEntropy';
  const output =
    config.task.output ?? (loss === 'mse' ? 'identity' : loss === 'crossEntropy' ? 'softmax' : 'sigmoid');
  return {
    name: `${config.model.cell} ${config.model.variant} ${config.model.activation} ${shape} ${name}`,
    layer,
    weights,
    at: (t) => stepJacobian(layer, weights, t),
    tensors,
    direct: directGradients(tensors, readout, { loss, output, shape }, layer),
  };
}

/** All kinds of cell. */
export const cells: readonly CellKind[] = [
  { cell: 'rnn', activation: 'tanh', variant: 'original' },
  { cell: 'rnn', activation: 'relu', variant: 'original' },
  { cell: 'lstm', activation: 'tanh', variant: 'original' },
  { cell: 'gru', activation: 'tanh', variant: 'original' },
  { cell: 'gru', activation: 'tanh', variant: 'cudnn' },
];

/** Largest difference, relative to the largest value. */
export function relativeError(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  assert.equal(ours.length, theirs.length);
  let largest = 0;
  let error = 0;
  for (let j = 0; j < ours.length; j++) {
    largest = Math.max(largest, Math.abs(theirs[j]));
    const difference = Math.abs(ours[j] - theirs[j]);
    error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(error, difference);
  }
  return largest > 0 ? error / largest : error;
}
