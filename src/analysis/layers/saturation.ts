/**
 * Measures how much of a layer is saturated: gates that are open or shut, a tanh that is flat, ReLU units
 * that are dead (docs/math.md, "Saturation"; Karpathy, Johnson and Li 2015).
 */
import { cellOf } from '../../engine/spec';
import { isCandidate } from '../../notation/cells';
import type { LayerTrace } from './layerTrace';

/** A gate below `left` or above `right` is saturated. */
const left = 0.1;
const right = 0.9;
/** tanh′ below which a unit passes almost no gradient back. */
const flat = 0.05;

export interface GateSaturation {
  /** Letter of the gate, as in a trace's names. */
  readonly gate: string;
  /** `[H]` the shares of steps where each unit's gate is below 0.1, and above 0.9. */
  readonly left: Float64Array;
  readonly right: Float64Array;
}

export interface TanhSaturation {
  /** `h` of an RNN; `g` and `c` of an LSTM, whose h = o⊙tanh(c); `n` of a GRU. */
  readonly of: 'h' | 'g' | 'c' | 'n';
  /** `[H]` the share of steps where tanh′ is below 0.05. */
  readonly flat: Float64Array;
}

export interface Saturation {
  readonly gates: readonly GateSaturation[];
  /** Saturation of each tanh; empty for a ReLU. */
  readonly tanh: readonly TanhSaturation[];
}

export function saturation(layer: LayerTrace): Saturation {
  const { kind, steps: T, hiddenSize: H, gates, h, c } = layer;
  const letters = cellOf(kind).gates;
  const G = letters.length;
  const gate = (letter: string) => {
    const g = letters.indexOf(letter);
    return (t: number, u: number) => gates[(t * G + g) * H + u];
  };
  const share = (of: (t: number, u: number) => number, counts: (value: number) => boolean) =>
    Float64Array.from({ length: H }, (_, u) => {
      let count = 0;
      for (let t = 0; t < T; t++) {
        count += counts(of(t, u)) ? 1 : 0;
      }
      return count / T;
    });
  const flatTanh = (of: TanhSaturation['of'], value: (t: number, u: number) => number): TanhSaturation => ({
    of,
    flat: share(value, (y) => 1 - y * y < flat),
  });
  const sigmoids = letters.filter((letter) => letter !== '' && !isCandidate(letter));
  const tanh: TanhSaturation[] = [];
  if (kind.cell === 'rnn' && kind.activation === 'tanh') {
    tanh.push(flatTanh('h', (t, u) => h[(t + 1) * H + u]));
  } else if (kind.cell === 'gru') {
    tanh.push(flatTanh('n', gate('n')));
  } else if (c) {
    tanh.push(flatTanh('g', gate('g')));
    tanh.push(flatTanh('c', (t, u) => Math.tanh(c[(t + 1) * H + u])));
  }
  return {
    gates: sigmoids.map((letter) => ({
      gate: letter,
      left: share(gate(letter), (value) => value < left),
      right: share(gate(letter), (value) => value > right),
    })),
    tanh,
  };
}

/** Saturation of a whole layer, as shares of all units and steps. */
export interface SaturationShares {
  readonly gates: readonly { readonly gate: string; readonly left: number; readonly right: number }[];
  readonly tanh: readonly { readonly of: TanhSaturation['of']; readonly flat: number }[];
}

export function saturationShares(layer: LayerTrace): SaturationShares {
  const { gates, tanh } = saturation(layer);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    gates: gates.map(({ gate, left, right }) => ({ gate, left: mean(left), right: mean(right) })),
    tanh: tanh.map(({ of, flat }) => ({ of, flat: mean(flat) })),
  };
}

/**
 * The units of a ReLU layer that are zero at every step of every probe: nothing reaches their weights any
 * more. The list is empty for a layer with tanh.
 */
export function deadUnits(probes: readonly LayerTrace[]): number[] {
  const [layer] = probes;
  if (layer === undefined || layer.kind.cell !== 'rnn' || layer.kind.activation !== 'relu') {
    return [];
  }
  const H = layer.hiddenSize;
  return Array.from({ length: H }, (_, u) => u).filter((u) =>
    // The first row is the state before the first step.
    probes.every(({ h }) => h.every((value, j) => j < H || j % H !== u || value === 0)),
  );
}
