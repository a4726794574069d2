/** The operations of one step, in the order of the cell's equations (docs/math.md, "Cells"). Pure. */
import type { CellKind } from '../analysis/layers/layerTrace';
import type { Recording } from '../protocol/recording';
import { layersAt, vectorAt } from './timeline';

export interface Operation {
  /** The layer it belongs to; null for the readout and the loss. */
  readonly layer: string | null;
  /** The value that it computes, by its name in an expression: `z`, `gate.f`, `c`, `h`, `y`, `loss`. */
  readonly result: string;
  readonly equation: string;
}

type Equation = readonly [result: string, equation: string];

/** The equations of docs/math.md, "Cells"; `src/engine/cells/` computes them. */
function equationsOf({ cell, activation, variant }: CellKind): readonly Equation[] {
  switch (cell) {
    case 'rnn':
      return [
        ['z', 'z = W_ih·x + b_ih + W_hh·h₋ + b_hh'],
        ['h', activation === 'relu' ? 'h = max(0, z)' : 'h = tanh(z)'],
      ];
    case 'lstm':
      return [
        ['z', 'z = W_ih·x + b_ih + W_hh·h₋ + b_hh'],
        ['gate.f', 'f = σ(z_f)'],
        ['gate.i', 'i = σ(z_i)'],
        ['gate.g', 'C̃ = tanh(z_g)'],
        ['c', 'c = f⊙c₋ + i⊙C̃'],
        ['gate.o', 'o = σ(z_o)'],
        ['h', 'h = o⊙tanh(c)'],
      ];
    case 'gru':
      return [
        ['z.r', 'z_r = W_ir·x + b_ir + W_hr·h₋ + b_hr'],
        ['gate.r', 'r = σ(z_r)'],
        ['z.z', 'z_z = W_iz·x + b_iz + W_hz·h₋ + b_hz'],
        ['gate.z', 'z = σ(z_z)'],
        ...(variant === 'cudnn' ? resetAfter : resetBefore),
      ];
  }
}

const resetBefore: readonly Equation[] = [
  ['z.n', 'z_n = W_in·x + b_in + W_hn·(r⊙h₋) + b_hn'],
  ['gate.n', 'n = tanh(z_n)'],
  ['h', 'h = (1 − z)⊙h₋ + z⊙n'],
];

const resetAfter: readonly Equation[] = [
  ['z.n', 'z_n = W_in·x + b_in + r⊙(W_hn·h₋ + b_hn)'],
  ['gate.n', 'n = tanh(z_n)'],
  ['h', 'h = (1 − z)⊙n + z⊙h₋'],
];

/**
 * The operations of a step: those of each layer, then the readout, and the loss where the step has a target.
 */
export function operationsAt(recording: Recording, step: number): readonly Operation[] {
  const operations: Operation[] = layersAt(recording, step).flatMap((layer) =>
    equationsOf(recording.kind).map(([result, equation]) => ({ layer, result, equation })),
  );
  if (vectorAt(recording, 'y', step)) {
    operations.push({ layer: null, result: 'y', equation: 'y = W_out·h + b_out' });
  }
  const target = vectorAt(recording, 'target', step);
  if (target && !target.every(Number.isNaN)) {
    operations.push({ layer: null, result: 'loss', equation: 'L = loss(y, target)' });
  }
  return operations;
}
