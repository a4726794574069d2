/** Values that are set in place of computed ones: what follows is what the equations give. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { SequenceShape } from '../../../src/data/common/dataset';
import { Random } from '../../../src/data/common/random';
import type { Intervention } from '../../../src/engine/intervene';
import { referenceKernels } from '../../../src/engine/kernels/reference';
import { Observer } from '../../../src/engine/observer';
import { createTraining } from '../../../src/engine/trainer';
import type { Trace } from '../../../src/engine/training';
import type { TensorFile } from '../../../src/formats/safetensors';
import { allBuilds, type Build } from '../../kernels';
import { configOf, runningSums } from './sequences';

const shapes: SequenceShape[] = [
  'one-to-one',
  'one-to-many',
  'many-to-one',
  'many-to-many',
  'encoder-decoder',
];
const cells = [
  { cell: 'rnn', variant: 'original', activation: 'tanh' },
  { cell: 'rnn', variant: 'original', activation: 'relu' },
  { cell: 'lstm', variant: 'original', activation: 'tanh' },
  { cell: 'gru', variant: 'original', activation: 'tanh' },
  { cell: 'gru', variant: 'cudnn', activation: 'tanh' },
] as const;

const model = fc.record({
  shape: fc.constantFrom(...shapes),
  kind: fc.constantFrom(...cells),
  layers: fc.integer({ min: 1, max: 2 }),
  bidirectional: fc.boolean(),
  bias: fc.boolean(),
  dropout: fc.constantFrom(0, 0.5),
  seed: fc.integer({ min: 0, max: 1e6 }),
});
type Model = typeof model extends fc.Arbitrary<infer T> ? T : never;

const H = 5;

/** Observers of one model on several builds. */
function observers(given: Model, builds: readonly Build[], steps = 7): Observer[] {
  const { shape, kind, seed, ...rest } = given;
  const own = shape === 'one-to-many' || shape === 'encoder-decoder';
  const bidirectional = rest.bidirectional && !own;
  const config = configOf(shape, { model: { ...kind, ...rest, bidirectional }, training: { seed } });
  const dataset = runningSums(shape, 3, () => (shape === 'one-to-one' ? 1 : steps));
  const file = createTraining(config, dataset, { kernels: referenceKernels }).save();
  return builds.map(({ kernels, precision }) => {
    const observer = new Observer(config, dataset, kernels(), precision);
    observer.take(larger(file));
    return observer;
  });
}

/** Weights that change the states more than initial weights do. */
function larger({ tensors, metadata }: TensorFile): TensorFile {
  return {
    metadata,
    tensors: new Map(
      [...tensors].map(([name, { shape, values }]) => [name, { shape, values: values.map((w) => 2 * w) }]),
    ),
  };
}

/** All values that can be set. */
function settable(trace: Trace): { name: string; values: ArrayLike<number>; steps: number; width: number }[] {
  return [...trace.tensors]
    .filter(([name]) => /^(decoder\.)?(x|l\d+(_reverse)?\.(h|c|gate\..))$/.test(name))
    .map(([name, { shape, values }]) => ({ name, values, steps: shape[0], width: shape[1] }));
}

function anyValue(trace: Trace, random: Random): Intervention & { readonly there: number } {
  const all = settable(trace);
  const { name, values, steps, width } = all[random.integer(all.length)];
  const [step, unit] = [random.integer(steps), random.integer(width)];
  const there = values[step * width + unit];
  return { name, step, unit, there, value: there };
}

function bitsOf(trace: Trace): Map<string, string> {
  return new Map(
    [...trace.tensors].map(([name, { values }]) => [
      name,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
    ]),
  );
}

describe('values that are set in place of computed ones', () => {
  it('change nothing, to the bit, where they equal the computed ones, with every cell, shape and build', () => {
    fc.assert(
      fc.property(
        model,
        fc.constantFrom(...allBuilds),
        fc.integer({ min: 1, max: 4 }),
        (given, build, count) => {
          const [observer] = observers(given, [build]);
          const before = observer.trace('training', 1);
          const random = new Random(given.seed, 'values');
          const same = Array.from({ length: count }, () => anyValue(before, random));
          assert.deepEqual(bitsOf(observer.trace('training', 1, same)), bitsOf(before));
          const other = { ...same[0], value: same[0].there + 0.25 };
          assert.notDeepEqual(bitsOf(observer.trace('training', 1, [other])), bitsOf(before));
          assert.deepEqual(bitsOf(observer.trace('training', 1)), bitsOf(before));
        },
      ),
      { numRuns: 250 },
    );
  });

  it('give the same pass with fast kernels as with the reference in float64, gradients too', () => {
    fc.assert(
      fc.property(
        model,
        fc.constantFrom(...allBuilds.slice(1)),
        fc.array(fc.constantFrom(0, 1, 0.5, -0.25), { minLength: 1, maxLength: 4 }),
        (given, build, values) => {
          const [exact, fast] = observers(given, [allBuilds[0], build]);
          const random = new Random(given.seed, 'values');
          const before = exact.trace('training', 0);
          const set = values.map((value) => ({ ...anyValue(before, random), value }));
          const expected = exact.trace('training', 0, set);
          const actual = fast.trace('training', 0, set);
          for (const [name, { values }] of expected.tensors) {
            const found = actual.tensors.get(name)?.values ?? [];
            assert.equal(found.length, values.length);
            values.forEach((value, j) => {
              const close = Math.abs(found[j] - value) <= 2e-5 * Math.max(1, Math.abs(value));
              assert.ok(close || Object.is(found[j], value), `${name}[${j}]: ${found[j]} against ${value}`);
            });
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it('are followed by the values of the cell’s equations', () => {
    const single = { shape: 'many-to-many' as const, layers: 1, bidirectional: false, dropout: 0 as const };
    fc.assert(
      fc.property(
        model,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
        (drawn, values) => {
          const given = { ...drawn, ...single };
          const [observer] = observers(given, [allBuilds[0]]);
          const random = new Random(given.seed, 'values');
          const before = observer.trace('training', 2);
          const set = values.map((value) => ({ ...anyValue(before, random), value: Math.fround(value) }));
          const actual = observer.trace('training', 2, set);
          const weights = observer.copyWeights();
          for (const [name, expected] of plainForward(given, weights, before, set)) {
            const found = actual.tensors.get(name)?.values ?? [];
            assert.equal(found.length, expected.length, name);
            expected.forEach((value, j) => {
              const near = 1e-6 * Math.max(1, Math.abs(value));
              assert.ok(Math.abs(found[j] - value) < near, `${name}[${j}]: ${found[j]} against ${value}`);
            });
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  it('leave earlier values as they were, to the bit', () => {
    fc.assert(
      fc.property(model, fc.constantFrom(...allBuilds), (given, build) => {
        const one = { ...given, layers: 1, bidirectional: false, shape: 'many-to-many' as const };
        const [observer] = observers(one, [build]);
        const before = observer.trace('training', 1);
        const set = { ...anyValue(before, new Random(given.seed, 'values')), value: 0.125 };
        const after = observer.trace('training', 1, [set]);
        for (const [name, { shape, values }] of before.tensors) {
          if (!name.includes('grad')) {
            const count = set.step * shape[1];
            assert.deepEqual(after.tensors.get(name)?.values.slice(0, count), values.slice(0, count), name);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/**
 * Computes the equations of docs/math.md for one layer, unit by unit, and inserts the set values where they
 * occur.
 */
function plainForward(
  { kind, bias }: Model,
  weights: ReturnType<Observer['copyWeights']>,
  trace: Trace,
  set: readonly Intervention[],
): Map<string, number[]> {
  const weight = (name: string) => {
    const values = weights.get(name)?.values;
    assert.ok(values || !bias, name);
    return values ?? new Float64Array(20);
  };
  const [wx, wh] = [weight('rnn.weight_ih_l0'), weight('rnn.weight_hh_l0')];
  const [bx, bh] = [weight('rnn.bias_ih_l0'), weight('rnn.bias_hh_l0')];
  const [readout, readoutBias] = [weights.get('readout.weight')?.values, weights.get('readout.bias')?.values];
  const input = trace.tensors.get('x');
  assert.ok(input && readout && readoutBias);
  const out = new Map<string, number[]>();
  const put = (name: string, step: number, unit: number, computed: number) => {
    // The last setting of the same place counts.
    const own = set.findLast((each) => each.name === name && each.step === step && each.unit === unit);
    const value = own && Math.fround(computed) !== own.value ? own.value : computed;
    out.set(name, [...(out.get(name) ?? []), value]);
    return value;
  };
  const [T, I] = input.shape;
  const units = Array.from({ length: H }, (_, u) => u);
  let h = units.map(() => 0);
  let c = units.map(() => 0);
  for (let t = 0; t < T; t++) {
    const x = Array.from({ length: I }, (_, j) => put('x', t, j, input.values[t * I + j]));
    const fromX = (row: number) => x.reduce((sum, value, j) => sum + wx[row * I + j] * value, bx[row]);
    const product = (row: number, v: readonly number[]) =>
      v.reduce((sum, value, j) => sum + wh[row * H + j] * value, 0);
    const fromH = (row: number, v = h) => product(row, v) + bh[row];
    const gate = (name: string, compute: (u: number) => number) =>
      units.map((u) => put(`l0.gate.${name}`, t, u, compute(u)));
    const was = h;
    if (kind.cell === 'rnn') {
      const g1 = kind.activation === 'relu' ? (z: number) => Math.max(0, z) : Math.tanh;
      h = units.map((u) => put('l0.h', t, u, g1(fromX(u) + fromH(u))));
    } else if (kind.cell === 'lstm') {
      const z = (g: number, u: number) => fromX(g * H + u) + fromH(g * H + u);
      const i = gate('i', (u) => sigmoid(z(0, u)));
      const f = gate('f', (u) => sigmoid(z(1, u)));
      const g = gate('g', (u) => Math.tanh(z(2, u)));
      const o = gate('o', (u) => sigmoid(z(3, u)));
      c = units.map((u) => put('l0.c', t, u, f[u] * c[u] + i[u] * g[u]));
      h = units.map((u) => put('l0.h', t, u, o[u] * Math.tanh(c[u])));
    } else {
      const r = gate('r', (u) => sigmoid(fromX(u) + fromH(u)));
      const z = gate('z', (u) => sigmoid(fromX(H + u) + fromH(H + u)));
      const original = kind.variant === 'original';
      const reset = was.map((value, u) => r[u] * value);
      const n = gate('n', (u) =>
        Math.tanh(fromX(2 * H + u) + (original ? fromH(2 * H + u, reset) : r[u] * fromH(2 * H + u))),
      );
      h = units.map((u) =>
        put('l0.h', t, u, original ? (1 - z[u]) * was[u] + z[u] * n[u] : (1 - z[u]) * n[u] + z[u] * was[u]),
      );
    }
    out.set('y', [
      ...(out.get('y') ?? []),
      h.reduce((sum, value, u) => sum + readout[u] * value, readoutBias[0]),
    ]);
  }
  return out;
}
