import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Random } from '../../src/data/common/random';
import type { Kernels, UpdateSettings } from '../../src/engine/kernels/kernels';
import { columns as columnsOf, matrix } from '../../src/engine/kernels/matrix';
import type { OutputRows } from '../../src/engine/kernels/outputs';
import { referenceKernels } from '../../src/engine/kernels/reference';
import { Layer } from '../../src/engine/layer';
import { bytes, doubles, integers } from '../../src/engine/memory';
import { Parameters } from '../../src/engine/parameters';
import { cellOf, type NetworkSpec } from '../../src/engine/spec';
import { Arena, type Precision, type Tensor } from '../../src/engine/tensor';
import { webAssemblyBuilds } from '../kernels';

/** Mostly odd sizes: one unit, one row, one step, and sizes that four and eight do not divide. */
const problem = fc.record({
  cell: fc.constantFrom('rnn', 'lstm', 'gru'),
  variant: fc.constantFrom('original', 'cudnn'),
  activation: fc.constantFrom('tanh', 'relu'),
  bias: fc.boolean(),
  reverse: fc.boolean(),
  hiddenSize: fc.constantFrom(1, 2, 3, 4, 7, 8, 17, 32),
  inputSize: fc.constantFrom(1, 2, 5, 8, 19),
  rows: fc.constantFrom(1, 2, 3, 6, 8, 13),
  steps: fc.constantFrom(1, 2, 9),
  seed: fc.integer(),
});
type Problem = typeof problem extends fc.Arbitrary<infer T> ? T : never;

/** Runs a layer's whole pass and returns every state, gate and gradient, by name. */
function pass(given: Problem, kernels: Kernels, precision: Precision): Map<string, Tensor> {
  const { rows: B, steps: T, hiddenSize: H, inputSize: I, reverse } = given;
  const spec: NetworkSpec = {
    ...given,
    cell: given.cell,
    shape: 'many-to-many',
    bidirectional: reverse,
    layers: 1,
    dropout: 0,
    networkInputSize: I,
    outputSize: 1,
    loss: 'mse',
    output: 'identity',
    teacherForcing: true,
  };
  const random = new Random(given.seed, 'kernels');
  const cell = cellOf(spec);
  const weights = new Parameters(cell, spec, precision, kernels.memory);
  const lengths = integers(kernels.memory, B);
  lengths.forEach((_, b) => {
    lengths[b] = 1 + Math.floor(random.next() * T);
  });
  const arena = new Arena(precision, kernels.memory);
  const context = { kernels, interrupt: () => undefined };
  const parameters = weights.encoder[0][reverse ? 1 : 0];
  const layer = new Layer(context, cell, parameters, H, arena, { rows: B, steps: T }, lengths);
  const x = arena.tensor('x', T, B, I);
  const dx = arena.tensor('dx', T, B, I);
  arena.allocate();
  const fill = ({ values }: Tensor, scale: number) => {
    values.forEach((_, j) => {
      values[j] = Math.fround(random.normal() * scale); // the same numbers in both precisions
    });
  };
  layer.begin(B, T);
  for (const { value } of weights.all) {
    fill(value, 0.7 / Math.sqrt(H));
  }
  const { tape } = layer;
  const states = [tape.h, ...(tape.c ? [tape.c] : [])];
  for (const tensor of [x, ...states]) {
    fill(tensor, 1);
  }
  layer.packForward();
  layer.packBackward(true);
  layer.forward(x, 0, T);
  const gradients = [tape.dh, ...(tape.dc ? [tape.dc] : [])];
  for (const tensor of gradients) {
    fill(tensor, 1);
  }
  layer.backward(0, T);
  layer.inputGradient(dx, 0, T, false);
  layer.weightGradients(x, 0, T);
  const all = [...states, ...gradients, tape.gates, tape.dgates, dx];
  return new Map([
    ...all.map((tensor): [string, Tensor] => [tensor.name, tensor]),
    ...weights.all.map(({ name, gradient }): [string, Tensor] => [`∂L/∂${name}`, gradient]),
  ]);
}

function near(actual: number, exact: number, tolerance: number, what: string): void {
  const good = Object.is(actual, exact) || Math.abs(actual - exact) <= tolerance;
  assert.ok(good, `${what} is ${actual}, not ${exact}`);
}

describe('WebAssembly kernels against the reference in Float64', () => {
  for (const { name, kernels: make, precision } of webAssemblyBuilds) {
    const kernels = make();

    it(`${name}: every state, gate and gradient of any cell at any size`, () => {
      fc.assert(
        fc.property(problem, (given) => {
          const expected = pass(given, referenceKernels, 'float64');
          for (const [tensor, { values }] of pass(given, kernels, precision)) {
            const right = Float64Array.from(expected.get(tensor)?.values ?? []);
            assert.equal(values.length, right.length);
            const largest = right.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
            values.forEach((value, j) => {
              assert.ok(
                Math.abs(value - right[j]) <= 1e-5 * largest,
                `${tensor}[${j}]: ${value}, ${right[j]}`,
              );
            });
          }
        }),
        { numRuns: 300 },
      );
    });

    it(`${name}: tanh and σ are within 1.2e-7 everywhere, small tanh to its last digits, and NaN stays NaN`, () => {
      const inputs = [
        ...Array.from({ length: 40_001 }, (_, i) => (i - 20_000) / 1000),
        ...[0, 1e-30, -1e-30, 1e-7, 88, -88, 1e30, -1e30, Infinity, -Infinity, NaN],
      ];
      const H = inputs.length;
      const arena = new Arena(precision, kernels.memory);
      const tensor = (label: string, ...shape: number[]) => arena.tensor(label, ...shape);
      const [h, c, gates, dh, dc, dgates] = [
        tensor('h', 2, 1, H),
        tensor('c', 2, 1, H),
        tensor('gates', 1, 1, 4 * H),
        tensor('dh', 2, 1, H),
        tensor('dc', 2, 1, H),
        tensor('dgates', 1, 1, 4 * H),
      ];
      arena.allocate();
      const lengths = integers(kernels.memory, 1).fill(1);
      for (let gate = 0; gate < 4; gate++) {
        gates.values.set(inputs, gate * H);
      }
      const tape = {
        rows: 1,
        first: 0,
        end: 1,
        hiddenSize: H,
        lengths,
        h,
        c,
        gates,
        preactivations: null,
        candidate: null,
        dh,
        dc,
        dgates,
        dcandidate: null,
        intervened: null,
      };
      kernels.lstmForward(tape, 0, 0, 1);
      inputs.forEach((given, j) => {
        const x = Math.fround(given);
        const sigma = 1 / (1 + Math.exp(-x));
        near(gates.values[j], sigma, 1.2e-7, `σ(${x})`);
        near(gates.values[2 * H + j], Math.tanh(x), Math.min(1.2e-7, 2.5e-7 * Math.abs(x)), `tanh(${x})`);
      });
    });

    it(`${name}: gradients that have vanished are zero, not denormal`, () => {
      const H = 5;
      const arena = new Arena(precision, kernels.memory);
      const [h, gates, dh, dgates] = [
        arena.tensor('h', 2, 1, H),
        arena.tensor('gates', 1, 1, H),
        arena.tensor('dh', 2, 1, H),
        arena.tensor('dgates', 1, 1, H),
      ];
      arena.allocate();
      dh.values.set([1e-31, -1e-31, 1e-29, -1e-29, Number.NaN], H);
      const lengths = integers(kernels.memory, 1).fill(1);
      const tape = {
        rows: 1,
        first: 0,
        end: 1,
        hiddenSize: H,
        lengths,
        h,
        c: null,
        gates,
        preactivations: null,
        candidate: null,
        dh,
        dc: null,
        dgates,
        dcandidate: null,
        intervened: null,
      };
      kernels.rnnTanhBackward(tape, 0, 0, 1);
      assert.deepEqual([...dgates.values], [0, 0, Math.fround(1e-29), Math.fround(-1e-29), Number.NaN]);
    });

    it(`${name}: sums of rows and of squares, and rows of biases`, () => {
      const rows = 300;
      const columns = 7;
      const arena = new Arena(precision, kernels.memory);
      const values = arena.tensor('values', rows, columns);
      const sums = arena.tensor('sums', columns);
      const bias = arena.tensor('bias', columns);
      const filled = arena.tensor('filled', rows, columns);
      arena.allocate();
      const random = new Random(1, 'rows');
      values.values.forEach((_, j) => {
        values.values[j] = random.normal();
      });
      bias.values.set([1, 2, 3, 4, 5, 6, 7]);
      sums.values.fill(1);
      kernels.addColumnSums(matrix(values, 0, rows, columns), sums, 0);
      for (let j = 0; j < columns; j++) {
        const exact = Float64Array.from(values.values).reduce(
          (sum, value, at) => sum + (at % columns === j ? value : 0),
          1,
        );
        assert.ok(Math.abs(sums.values[j] - exact) < 1e-5, `${sums.values[j]} ${exact}`);
      }
      const squares = Float64Array.from(values.values).reduce((sum, value) => sum + value * value, 0);
      assert.ok(Math.abs(kernels.sumOfSquares(values) - squares) < 1e-10 * squares);
      kernels.fillRows(bias, null, 0, matrix(filled, 0, rows, columns));
      assert.deepEqual([...filled.values.subarray(0, columns)], [1, 2, 3, 4, 5, 6, 7]);
      kernels.fillRows(bias, bias, 0, matrix(filled, 1, rows - 1, columns));
      assert.deepEqual([...filled.values.subarray(0, columns)], [1, 2, 3, 4, 5, 6, 7]);
      assert.deepEqual([...filled.values.subarray(-columns)], [2, 4, 6, 8, 10, 12, 14]);
    });

    it(`${name}: softmax sums to one, to the last digits of each output, and NaN spreads over its row`, () => {
      for (const columns of [1, 2, 3, 4, 27, 256]) {
        const random = new Random(columns, 'softmax');
        const logits = Array.from({ length: 5 * columns }, () => 10 * random.normal());
        logits[2 * columns] = Number.NaN;
        logits[3 * columns] = 1e30;
        const rows = outputRows(kernels, precision, { output: 'softmax', O: columns, logits });
        kernels.activate(rows, 0, 5);
        for (let row = 0; row < 5; row++) {
          const a = [...rows.a.values.subarray(row * columns, (row + 1) * columns)];
          const exact = a.map((value) => 1 / a.reduce((total, each) => total + Math.exp(each - value), 0));
          exact.forEach((value, j) => {
            // The difference of two logits is rounded to Float32 before the exponential.
            const rounding = 5e-7 + 1.2e-7 * Math.abs(Math.log(Math.max(value, 1e-38)));
            near(
              rows.y.values[row * columns + j],
              value,
              rounding * value + 1e-37,
              `softmax ${j} of ${columns}`,
            );
          });
        }
      }
    });

    it(`${name}: every output, loss and gradient, of rows with and without a target`, () => {
      for (const [output, loss] of [
        ['identity', 'mse'],
        ['sigmoid', 'mse'],
        ['softmax', 'mse'],
        ['sigmoid', 'binaryCrossEntropy'],
        ['softmax', 'crossEntropy'],
      ] as const) {
        for (const O of [1, 2, 3, 4, 7, 18]) {
          const exact = computed(referenceKernels, 'float64', output, loss, O);
          const ours = computed(kernels, precision, output, loss, O);
          for (const part of ['y', 'losses', 'da'] as const) {
            ours[part].forEach((value, j) => {
              const right = exact[part][j];
              near(
                value,
                right,
                1e-6 * Math.max(1, Math.abs(right)),
                `${part} ${j} of ${O}, ${output}, ${loss}`,
              );
            });
          }
        }
      }
    });

    it(`${name}: the small loss of an answer that is all but certain keeps its digits`, () => {
      for (const margin of [8, 12, 16, 30]) {
        const rows = outputRows(kernels, precision, {
          output: 'softmax',
          loss: 'crossEntropy',
          O: 3,
          logits: [margin, 0, 0],
        });
        kernels.activate(rows, 0, 1);
        kernels.rowLosses(rows, 0, 1);
        const exact = Math.log1p(2 * Math.exp(-margin));
        near(rows.losses[0], exact, 5e-7 * exact + 1e-14, `loss at a margin of ${margin}`);
      }
    });

    it(`${name}: rows are gathered from their places, and added to them`, () => {
      const arena = new Arena(precision, kernels.memory);
      const [states, listed] = [arena.tensor('states', 4, 7), arena.tensor('listed', 3, 7)];
      arena.allocate();
      states.values.set(Array.from({ length: 28 }, (_, j) => j));
      const places = integers(kernels.memory, 3);
      places.set([2, 0, 3]);
      // Only columns 2 … 6, as for one of two directions.
      const part = columnsOf(matrix(listed, 0, 3, 7), 2, 5);
      kernels.gatherRows(states, places, part);
      assert.deepEqual([...listed.values.subarray(0, 7)], [0, 0, 16, 17, 18, 19, 20]);
      assert.deepEqual([...listed.values.subarray(7, 14)], [0, 0, 2, 3, 4, 5, 6]);
      kernels.scatterRows(part, places, states);
      assert.deepEqual([...states.values.subarray(14, 21)], [14, 15, 32, 34, 36, 38, 40]);
      assert.deepEqual([...states.values.subarray(7, 14)], [7, 8, 9, 10, 11, 12, 13]);
    });

    it(`${name}: vectors of tokens are gathered, and their gradients added in order; code −1 is padding`, () => {
      for (const E of [1, 3, 5, 8]) {
        const arena = new Arena(precision, kernels.memory);
        const [embedding, x] = [arena.tensor('embedding', 4, E), arena.tensor('x', 3, E + 2)];
        arena.allocate();
        embedding.values.set(Array.from({ length: 4 * E }, (_, j) => j + 1));
        x.values.fill(-7);
        const codes = integers(kernels.memory, 3);
        codes.set([2, -1, 2]);
        // The vectors follow one number and are followed by another.
        const part = columnsOf(matrix(x, 0, 3, E + 2), 1, E);
        kernels.gatherTokens(embedding, codes, part);
        const vector = Array.from({ length: E }, (_, j) => 2 * E + j + 1);
        const zeros = vector.map(() => 0);
        assert.deepEqual(
          [...x.values],
          [vector, zeros, vector].flatMap((row) => [-7, ...row, -7]),
        );
        // The last column is another thread's.
        const own = Math.max(1, E - 1);
        const whole = matrix(embedding, 0, 4, E);
        kernels.scatterTokens({ ...part, columns: own }, codes, columnsOf(whole, 0, own));
        assert.deepEqual(
          [...embedding.values],
          Array.from({ length: 4 * E }, (_, j) => (j + 1) * (j >= 2 * E && j < 2 * E + own ? 3 : 1)),
        );
      }
    });

    for (const optimizer of ['sgd', 'rmsprop', 'adam', 'adamw'] as const) {
      it(`${name}: twenty updates of ${optimizer}, with decay, momentum and clipping`, () => {
        for (const momentum of [0, 0.9]) {
          const settings = {
            learningRate: 0.01,
            momentum,
            beta1: 0.9,
            beta2: 0.99,
            alpha: 0.95,
            eps: 1e-8,
            weightDecay: 0.1,
            gradientScale: 0.7,
          };
          const exact = updated(referenceKernels, 'float64', optimizer, settings);
          const ours = updated(kernels, precision, optimizer, settings);
          ours.forEach((value, j) => {
            assert.ok(Math.abs(value - exact[j]) < 2e-6, `${j}: ${value}, ${exact[j]}`);
          });
        }
      });
    }
  }
});

function updated(
  kernels: Kernels,
  precision: Precision,
  optimizer: 'sgd' | 'rmsprop' | 'adam' | 'adamw',
  settings: Omit<UpdateSettings, 'update'>,
): number[] {
  const arena = new Arena(precision, kernels.memory);
  const [theta, gradient, first, second] = ['theta', 'gradient', 'first', 'second'].map((name) =>
    arena.tensor(name, 11),
  );
  arena.allocate();
  const random = new Random(3, 'updates');
  theta.values.forEach((_, j) => {
    theta.values[j] = Math.fround(random.normal());
  });
  for (let update = 1; update <= 20; update++) {
    gradient.values.forEach((_, j) => {
      gradient.values[j] = Math.fround(random.normal());
    });
    kernels[optimizer](theta, gradient, [first, second], { ...settings, update });
  }
  return [...theta.values];
}

interface Given {
  readonly output: OutputRows['output'];
  readonly loss?: OutputRows['loss'];
  readonly O: number;
  readonly logits: readonly number[];
  /** Place of each row; by default the row's own index. */
  readonly places?: readonly number[];
}

/** Rows for `activate` and the functions after it, all with a target: class 0, or zeros. */
function outputRows(
  kernels: Kernels,
  precision: Precision,
  { output, loss = 'crossEntropy', O, logits, places }: Given,
): OutputRows {
  const N = logits.length / O;
  const { memory } = kernels;
  const arena = new Arena(precision, memory);
  const [a, y, da, target] = ['a', 'y', 'da', 'target'].map((name) => arena.tensor(name, N, O));
  arena.allocate();
  a.values.set(logits);
  const place = integers(memory, N);
  place.set(places ?? Array.from({ length: N }, (_, i) => i));
  return {
    output,
    loss,
    O,
    a,
    y,
    da,
    target,
    place,
    logSums: doubles(memory, N),
    losses: doubles(memory, N),
    targetClass: integers(memory, N),
    mask: bytes(memory, N).fill(1),
  };
}

/** The same random rows in any kernels. */
function computed(
  kernels: Kernels,
  precision: Precision,
  output: OutputRows['output'],
  loss: OutputRows['loss'],
  O: number,
): Record<'y' | 'losses' | 'da', number[]> {
  const N = 6;
  const random = new Random(O, output, loss);
  const logits = Array.from({ length: N * O }, () => Math.fround(3 * random.normal()));
  const rows = outputRows(kernels, precision, { output, loss, O, logits, places: [5, 3, 0, 1, 4, 2] });
  rows.target.values.forEach((_, j) => {
    const value = loss === 'mse' ? random.normal() : random.next() < 0.5 ? 0 : 1;
    rows.target.values[j] = Math.fround(value);
  });
  rows.targetClass.forEach((_, j) => {
    rows.targetClass[j] = Math.floor(random.next() * O);
  });
  rows.mask[4] = 0;
  kernels.activate(rows, 0, N);
  kernels.rowLosses(rows, 0, 4);
  kernels.rowLosses(rows, 4, N);
  rows.da.values.fill(9);
  kernels.lossGradient(rows, 0, N, 1 / 5);
  return { y: [...rows.y.values], losses: [...rows.losses], da: [...rows.da.values] };
}
