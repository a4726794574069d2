/**
 * Splits a gradient that goes back through a gated cell by its path: along the carry path, through the gates,
 * or from outside (docs/math.md, "Where a gradient goes").
 *
 * LSTM, with `d = o⊙(1−tanh²c)` and δc the total derivative by the cell (∂L/∂c of a trace lacks the path
 * through the same step's h, see `Tape.dc` in `engine/cells/tape.ts`):
 *
 *     δc_k = ∂L/∂c_k + d_k⊙δh_k = f_{k+1}⊙δc_{k+1} + d_k⊙(through the gates of step k+1) + d_k⊙(direct)
 *
 * GRU, whose carry is 1−z (`original`) or z (`cudnn`):
 *
 *     δh_k = carry_{k+1}⊙δh_{k+1} + (through the gates of step k+1) + (direct)
 *
 * The direct part is the gradient that does not come from the next step: at a target step of the last layer
 * the gradient of its loss, in a lower layer the gradient from the layer above.
 */

import { carryGate, gateBlocks } from '../../notation/cells';
import type { LayerTrace } from '../layers/layerTrace';
import { dense, norm } from '../linearAlgebra/dense';
import { backThrough, type JacobianAt } from './jacobian';

const paths = ['carry', 'throughGates', 'direct'] as const;
export type Path = (typeof paths)[number];

/** Gradients by path, each `[T][H]`; the three paths add up to the total. */
export interface PathGradients extends Readonly<Record<Path, Float64Array>> {
  readonly steps: number;
  readonly hiddenSize: number;
  /** δc of an LSTM, δh of a GRU. */
  readonly total: Float64Array;
}

/**
 * @param at J_t, called for the step after each one where direct and gates have to be separated
 * @param isDirect whether any gradient other than that of the next step reaches the state of step k
 * @throws RangeError for an RNN, which has no carry path
 */
export function pathGradients(
  layer: LayerTrace,
  at: JacobianAt,
  isDirect: (k: number) => boolean,
): PathGradients {
  const { steps: T, hiddenSize: H, dh, dc } = layer;
  const kept = carryGates(layer);
  const toCell = cellSlopes(layer);
  const total = dh.map((delta, j) => toCell[j] * delta + (dc?.[j] ?? 0));
  const carry = new Float64Array(T * H);
  const throughGates = new Float64Array(T * H);
  const direct = new Float64Array(T * H);
  for (let k = T - 1; k >= 0; k--) {
    const last = k === T - 1;
    const first = k * H;
    for (let j = first; j < first + H && !last; j++) {
      carry[j] = kept[j + H] * total[j + H];
    }
    const fromNext = isDirect(k) ? (last ? new Float64Array(H) : recurrentGradient(layer, at, k + 1)) : null;
    for (let j = first; j < first + H; j++) {
      const rest = total[j] - carry[j];
      // In a GRU the carry is part of the gradient from the next h. Where nothing comes from outside, the
      // rest comes through the gates.
      const gated = fromNext === null ? rest : toCell[j] * fromNext[j - first] - (dc ? 0 : carry[j]);
      throughGates[j] = gated;
      direct[j] = fromNext === null ? 0 : rest - gated;
    }
  }
  return { steps: T, hiddenSize: H, total, carry, throughGates, direct };
}

/** Norms and shares by path, each `[T]`. */
export interface PathShares {
  readonly norms: Readonly<Record<Path, Float64Array>>;
  /** Shares of the sum of the three norms; all 0 at a step that no gradient reaches. */
  readonly shares: Readonly<Record<Path, Float64Array>>;
}

export function pathShares(gradients: PathGradients): PathShares {
  const { steps: T, hiddenSize: H } = gradients;
  const perStep = (of: (t: number) => number) => Float64Array.from({ length: T }, (_, t) => of(t));
  const norms = each((path) => perStep((t) => norm(H, gradients[path], t * H)));
  const sums = perStep((t) => paths.reduce((sum, path) => sum + norms[path][t], 0));
  return {
    norms,
    shares: each((path) => norms[path].map((value, t) => (sums[t] > 0 ? value / sums[t] : 0))),
  };
}

/**
 * The number of steps after which each unit's carry path has halved its content: ln ½/ln f̄, where f̄ is the
 * geometric mean of the forget gate over the steps (in a GRU, of its carry). It is infinite where the path
 * keeps everything, 0 where a step keeps nothing.
 */
export function memoryHalfLives(layer: LayerTrace): Float64Array {
  const { steps: T, hiddenSize: H } = layer;
  const kept = carryGates(layer);
  return Float64Array.from({ length: H }, (_, u) => {
    let sum = 0;
    for (let t = 0; t < T; t++) {
      sum += Math.log(kept[t * H + u]);
    }
    return (T * Math.LN2) / Math.abs(sum);
  });
}

/** `[T][H]` the share of the state before it that each step keeps: f of an LSTM, 1−z or z of a GRU. */
function carryGates({ kind, steps: T, hiddenSize: H, gates }: LayerTrace): Float64Array {
  const letter = carryGate[kind.cell];
  if (letter === null) {
    throw new RangeError('an RNN has no carry path');
  }
  const letters = gateBlocks[kind.cell];
  const [G, g] = [letters.length, letters.indexOf(letter)];
  const values = Float64Array.from(
    { length: T * H },
    (_, j) => gates[(Math.floor(j / H) * G + g) * H + (j % H)],
  );
  return kind.cell === 'gru' && kind.variant === 'original' ? values.map((z) => 1 - z) : values;
}

/** `[T][H]` the factor on δh: ∂h/∂c = d of an LSTM, 1 of a GRU, where the state is h itself. */
function cellSlopes({ steps: T, hiddenSize: H, gates, c }: LayerTrace): Float64Array {
  return Float64Array.from({ length: T * H }, (_, j) => {
    if (c === null) {
      return 1;
    }
    const o = gates[(Math.floor(j / H) * 4 + 3) * H + (j % H)];
    return o * (1 - Math.tanh(c[H + j]) ** 2);
  });
}

/** The part of ∂L/∂h_{t−1} that comes from step t. */
function recurrentGradient({ hiddenSize: H, dh, dc }: LayerTrace, at: JacobianAt, t: number): Float64Array {
  const J = at(t);
  const after = dense(new Float64Array(J.size), 1, J.size);
  after.values.set(dh.subarray(t * H, (t + 1) * H));
  if (dc) {
    after.values.set(dc.subarray(t * H, (t + 1) * H), H);
  }
  const before = dense(new Float64Array(J.size), 1, J.size);
  backThrough(after, J, before);
  return before.values.subarray(0, H);
}

function each(of: (path: Path) => Float64Array): Record<Path, Float64Array> {
  return { carry: of('carry'), throughGates: of('throughGates'), direct: of('direct') };
}
