/** The step back of the gradient: its size before and after the Jacobian of the step after. Pure. */
import { applyTransposed, type Jacobian } from '../analysis/gradients/jacobian';
import { stepJacobian } from '../analysis/gradients/stepJacobians';
import { layerTrace, type RecurrentWeights, recurrentWeights } from '../analysis/layers/layerTrace';
import { norm } from '../analysis/linearAlgebra/dense';
import { decoderOf, isReverse } from '../notation/tensorNames';
import type { Intervention, RecordedTensor, Recording } from '../protocol/recording';
import { rowAt, stepOfRow } from './timeline';

export interface StepBack {
  /** ‖δ‖, δ = ∂L/∂s of the step after, s = h or, of an LSTM, (h, c). */
  readonly from: number;
  /**
   * ‖Jᵀδ‖, with J = ∂s₊/∂s: its size after the Jacobian. The gradient that the step's own output adds is not
   * part of it.
   */
  readonly to: number;
}

/**
 * The rows that the Jacobian is computed from: the step after, and the step itself where it belongs to the
 * same layer.
 */
interface After {
  readonly layer: string;
  readonly step: number;
  readonly rows: ReadonlyMap<string, RecordedTensor>;
}

export class StepsBack {
  private readonly weights = new Map<string, RecurrentWeights>();
  /** Reused, because all layers have the same size and fresh memory takes longer than the computation. */
  private jacobian: Jacobian | undefined;
  private last: { readonly key: string; readonly found: StepBack | undefined } | undefined;

  constructor(private readonly recording: Recording) {}

  /**
   * @param layer as in the recording's names; the step after is the next one in the order of its recurrence
   * @returns undefined at the end where the gradient begins, and where a gate of the step after was set to a
   *   value, because the Jacobian there is not the cell's
   */
  at(layer: string, step: number): StepBack | undefined {
    const key = `${layer} ${step}`;
    if (this.last?.key !== key) {
      this.last = { key, found: this.compute(layer, step) };
    }
    return this.last.found;
  }

  private compute(layer: string, step: number): StepBack | undefined {
    const { kind, interventions } = this.recording;
    const after = rowsAfter(this.recording, layer, step);
    if (!after || interventions.some((each) => setsGate(this.recording, each, after))) {
      return undefined;
    }
    const trace = layerTrace(after.rows, kind, after.layer);
    const { hiddenSize: H, steps, dh, dc } = trace;
    const t = steps - 1;
    const J = stepJacobian(trace, this.weightsOf(after.layer), t, this.jacobian);
    this.jacobian = J;
    const delta = new Float64Array(J.size);
    delta.set(dh.subarray(t * H));
    if (dc) {
      delta.set(dc.subarray(t * H), H);
    }
    const through = new Float64Array(J.size);
    applyTransposed(J, delta, through);
    return { from: norm(J.size, delta, 0), to: norm(J.size, through, 0) };
  }

  private weightsOf(layer: string): RecurrentWeights {
    const { kind, weights } = this.recording;
    const known = this.weights.get(layer) ?? recurrentWeights(weights, kind, layer);
    this.weights.set(layer, known);
    return known;
  }
}

function setsGate(recording: Recording, { name, step }: Intervention, after: After): boolean {
  return name.startsWith(`${after.layer}.gate.`) && stepOfRow(recording, name, step) === after.step;
}

function rowsAfter(recording: Recording, layer: string, step: number): After | undefined {
  const own = rowAt(recording, `${layer}.h`, step);
  const next = step + (isReverse(layer) ? -1 : 1);
  const row = rowAt(recording, `${layer}.h`, next);
  if (own === undefined || !recording.tensors.has(`${layer}.grad.h`)) {
    return undefined;
  }
  if (row !== undefined) {
    return { layer, step: next, rows: cut(recording, layer, Math.min(own, row), 2) };
  }
  // A decoder continues from the encoder's end.
  const decoder = decoderOf(layer);
  const continues = next === recording.steps && recording.layers.includes(decoder);
  return continues
    ? {
        layer: decoder,
        step: next,
        rows: new Map([...cut(recording, layer, own, 1), ...cut(recording, decoder, 0, 1)]),
      }
    : undefined;
}

/** A range of rows of a layer's tensors, as views. */
function cut(
  { tensors }: Recording,
  layer: string,
  first: number,
  count: number,
): Map<string, RecordedTensor> {
  const rows = new Map<string, RecordedTensor>();
  for (const [name, { shape, values }] of tensors) {
    const [, width = 1] = shape;
    if (name.startsWith(`${layer}.`)) {
      const part = values.subarray(first * width, (first + count) * width);
      rows.set(name, { shape: [count, width], values: part });
    }
  }
  return rows;
}
