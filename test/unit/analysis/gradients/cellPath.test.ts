import { strict as assert } from 'node:assert';
import { memoryHalfLives, pathGradients, pathShares } from '../../../../src/analysis/gradients/cellPath';
import type { LayerTrace } from '../../../../src/analysis/layers/layerTrace';
import { type Analysed, cells, referenceLayers, relativeError, tracedLayer } from '../layers';

const gated = cells.filter(({ cell }) => cell !== 'rnn');
const gate = ({ gates, hiddenSize: H, kind }: LayerTrace, g: number, t: number, u: number) =>
  gates[(t * (kind.cell === 'lstm' ? 4 : 3) + g) * H + u];

/** ∂h/∂c of an LSTM's unit; for a GRU it is 1, because its carried state is h. */
const slope = (layer: LayerTrace, t: number, u: number) => {
  const c = layer.c?.[(t + 1) * layer.hiddenSize + u];
  return c === undefined ? 1 : gate(layer, 3, t, u) * (1 - Math.tanh(c) ** 2);
};

/** The fraction that the carry path keeps. */
const kept = (layer: LayerTrace, t: number, u: number) => {
  const value = gate(layer, 1, t, u);
  return layer.kind.cell === 'gru' && layer.kind.variant === 'original' ? 1 - value : value;
};

/** δh_{k} through the gates of step k+1: ∂L/∂h_k by finite sums over the Jacobian, without the carry. */
function throughGates({ layer, at }: Analysed, k: number): number[] {
  const { hiddenSize: H, dh, dc } = layer;
  const { size, values } = at(k + 1);
  const after = [...dh.subarray((k + 1) * H, (k + 2) * H), ...(dc?.subarray((k + 1) * H, (k + 2) * H) ?? [])];
  return Array.from({ length: H }, (_, u) => {
    const all = after.reduce((sum, delta, i) => sum + delta * values[i * size + u], 0);
    return slope(layer, k, u) * all - (dc ? 0 : kept(layer, k + 1, u) * dh[(k + 1) * H + u]);
  });
}

describe('the path of a gradient through a gated cell', () => {
  it('is divided into carry, gates and loss, which add up exactly, on PyTorch’s gradients', () => {
    let compared = 0;
    for (const each of referenceLayers()) {
      const { name, layer, at, direct } = each;
      if (!direct || layer.kind.cell === 'rnn') {
        continue;
      }
      const { hiddenSize: H, steps: T, dh, dc } = layer;
      const found = pathGradients(layer, at, () => true);
      for (let k = 0; k < T; k++) {
        const gates = k + 1 < T ? throughGates(each, k) : new Array<number>(H).fill(0);
        for (let u = 0; u < H; u++) {
          const j = k * H + u;
          const total = slope(layer, k, u) * dh[j] + (dc?.[j] ?? 0);
          const carry = k + 1 < T ? kept(layer, k + 1, u) * found.total[j + H] : 0;
          const near = (ours: number, theirs: number, what: string) =>
            assert.ok(Math.abs(ours - theirs) < 1e-11, `${name}, ${what} of step ${k}: ${ours}, ${theirs}`);
          near(found.total[j], total, 'total');
          near(found.carry[j], carry, 'carry');
          near(found.throughGates[j], gates[u], 'gates');
          // The rest is the part that the loss contributed there.
          near(found.direct[j], slope(layer, k, u) * direct.rows[j], 'direct');
          near(found.carry[j] + found.throughGates[j] + found.direct[j], total, 'sum');
          if (dc) {
            near(found.carry[j], dc[j], 'PyTorch’s ∂L/∂c'); // equal to f⊙δc of the next step
          }
        }
      }
      compared++;
    }
    assert.equal(compared, 26);
  });

  it('adds up exactly on traces, with the loss only where there is a target', () => {
    for (const kind of gated) {
      for (const shape of ['many-to-one', 'many-to-many'] as const) {
        const { layer, at, direct } = tracedLayer({ model: kind, shape, steps: 9, epochs: 2 });
        const targets = new Set(direct.targets);
        const found = pathGradients(layer, at, (k) => targets.has(k));
        found.total.forEach((total, j) => {
          const sum = found.carry[j] + found.throughGates[j] + found.direct[j];
          assert.ok(Math.abs(sum - total) <= 4 * Number.EPSILON * Math.abs(found.direct[j]) + 1e-16);
        });
        const expected = Float64Array.from(found.direct, (_, j) => {
          const H = layer.hiddenSize;
          const n = direct.targets.indexOf(Math.floor(j / H));
          return n < 0
            ? 0
            : (slope(layer, Math.floor(j / H), j % H) * direct.rows[n * H + (j % H)]) / targets.size;
        });
        assert.ok(relativeError(found.direct, expected) < 1e-5);
        if (shape === 'many-to-one') {
          const last = (layer.steps - 1) * layer.hiddenSize;
          assert.ok(found.direct.subarray(0, last).every((value) => value === 0));
          assert.ok(found.direct.subarray(last).every((value, u) => value === found.total[last + u]));
          // When nothing arrives from outside, a division of the parts by J gives the same.
          const parts = pathGradients(layer, at, () => true);
          assert.ok(relativeError(parts.throughGates, found.throughGates) < 1e-5);
        }
      }
    }
  });

  it('is divided by norm', () => {
    const { layer, at, direct } = tracedLayer({ model: { cell: 'lstm' }, shape: 'many-to-one', steps: 9 });
    const found = pathGradients(layer, at, (k) => direct.targets.includes(k));
    const { norms, shares } = pathShares(found);
    const H = layer.hiddenSize;
    for (let k = 0; k < 9; k++) {
      assert.ok(Math.abs(norms.carry[k] - Math.hypot(...found.carry.subarray(k * H, (k + 1) * H))) < 1e-15);
      assert.ok(Math.abs(shares.carry[k] + shares.throughGates[k] + shares.direct[k] - 1) < 1e-12);
      const parts = norms.carry[k] + norms.throughGates[k] + norms.direct[k];
      assert.ok(Math.abs(shares.throughGates[k] - norms.throughGates[k] / parts) < 1e-12);
    }
    assert.deepEqual([shares.carry[8], shares.throughGates[8], shares.direct[8]], [0, 0, 1]);
    const silent = { ...layer, dh: layer.dh.map(() => 0), dc: layer.dh.map(() => 0) };
    const none = pathShares(pathGradients(silent, at, () => false));
    assert.ok(none.shares.carry.every((share) => share === 0));
  });

  it('consists of the carry path alone where the recurrent weights are zero', () => {
    for (const kind of gated) {
      const traced = tracedLayer({ model: kind, shape: 'many-to-one', steps: 5 });
      const { layer } = traced;
      const H = layer.hiddenSize;
      const isolated: LayerTrace = { ...layer, dh: layer.dh.slice(), dc: layer.dc?.slice() ?? null };
      // The gradients of such a network, step by step.
      for (let k = 3; k >= 0; k--) {
        for (let u = 0; u < H; u++) {
          const j = k * H + u;
          if (isolated.dc) {
            const delta = isolated.dc[j + H] + slope(layer, k + 1, u) * isolated.dh[j + H];
            isolated.dc[j] = kept(layer, k + 1, u) * delta;
            isolated.dh[j] = 0;
          } else {
            isolated.dh[j] = kept(layer, k + 1, u) * isolated.dh[j + H];
          }
        }
      }
      const { shares } = pathShares(pathGradients(isolated, traced.at, (k) => k === 4));
      assert.ok(shares.carry.subarray(0, 4).every((share) => share === 1));
    }
  });

  it('does not exist in an RNN', () => {
    const { layer, at } = tracedLayer({ model: { cell: 'rnn' } });
    assert.throws(() => pathGradients(layer, at, () => true), /no carry path/);
  });
});

describe('the memory of a unit', () => {
  const layerWith = (kind: LayerTrace['kind'], second: readonly number[]): LayerTrace => {
    const G = kind.cell === 'lstm' ? 4 : 3;
    const gates = new Float64Array(second.length * G);
    second.forEach((value, t) => {
      gates[t * G + 1] = value;
    });
    const states = new Float64Array(second.length + 1);
    return {
      kind,
      hiddenSize: 1,
      steps: second.length,
      reverse: false,
      h: states,
      c: kind.cell === 'lstm' ? states : null,
      gates,
      dh: new Float64Array(second.length),
      dc: null,
    };
  };
  const [lstm, original, cudnn] = gated;

  it('halves every ln ½/ln f̄ steps, f̄ the geometric mean of what it keeps', () => {
    const f = [0.9, 0.5, 0.8];
    const mean = Math.cbrt(0.9 * 0.5 * 0.8);
    const [lstmHalfLife] = memoryHalfLives(layerWith(lstm, f));
    assert.ok(Math.abs(mean ** lstmHalfLife - 0.5) < 1e-12);
    assert.ok(Math.abs(memoryHalfLives(layerWith(cudnn, f))[0] - lstmHalfLife) < 1e-12);
    const written = f.map((value) => 1 - value);
    assert.ok(Math.abs(memoryHalfLives(layerWith(original, written))[0] - lstmHalfLife) < 1e-12);
  });

  it('is endless where all is kept, and none where a step keeps nothing', () => {
    assert.equal(memoryHalfLives(layerWith(lstm, [1, 1]))[0], Number.POSITIVE_INFINITY);
    assert.equal(memoryHalfLives(layerWith(lstm, [1, 0, 1]))[0], 0);
  });
});
