import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Random } from '../../../src/data/common/random';
import { referenceKernels } from '../../../src/engine/kernels/reference';
import { Layer } from '../../../src/engine/layer';
import { heap } from '../../../src/engine/memory';
import { Parameters } from '../../../src/engine/parameters';
import { cellOf, type NetworkSpec } from '../../../src/engine/spec';
import { Arena, type Tensor } from '../../../src/engine/tensor';

const problem = fc.record({
  seed: fc.nat(1e6),
  cell: fc.constantFrom('rnn' as const, 'lstm' as const, 'gru' as const),
  variant: fc.constantFrom('original' as const, 'cudnn' as const),
  bidirectional: fc.boolean(),
  bias: fc.boolean(),
  hiddenSize: fc.integer({ min: 1, max: 5 }),
  steps: fc.integer({ min: 1, max: 6 }),
});

type Problem = typeof problem extends fc.Arbitrary<infer T> ? T : never;

/**
 * One layer of one sequence with random weights, inputs and initial state; with `bidirectional` it is the
 * backward one.
 */
function layerOf(given: Problem) {
  const spec: NetworkSpec = {
    ...given,
    shape: 'many-to-many',
    activation: 'tanh',
    layers: 1,
    dropout: 0,
    inputSize: 2,
    networkInputSize: 2,
    outputSize: 1,
    loss: 'mse',
    output: 'identity',
    teacherForcing: true,
  };
  const random = new Random(given.seed, 'states');
  const cell = cellOf(spec);
  const weights = new Parameters(cell, spec, 'float64', heap);
  const fill = ({ values }: Tensor) => {
    values.forEach((_, j) => {
      values[j] = random.normal() * 0.8;
    });
  };
  weights.all.forEach(({ value }) => {
    fill(value);
  });
  const H = given.hiddenSize;
  const T = given.steps;
  const parameters = weights.encoder[0][given.bidirectional ? 1 : 0];
  const arena = new Arena('float64', heap);
  const context = { kernels: referenceKernels, interrupt: () => undefined };
  const layer = new Layer(context, cell, parameters, H, arena, { rows: 1, steps: T }, Int32Array.of(T));
  const x = arena.tensor('x', T, 1, 2);
  const coefficients = arena.tensor('coefficients', T, H);
  arena.allocate();
  layer.begin(1, T);
  layer.packForward();
  layer.packBackward(false);
  fill(x);
  fill(coefficients);
  fill(layer.tape.h);
  if (layer.tape.c) {
    fill(layer.tape.c);
  }
  /** The layer's steps in its own order, from step number `first` on. */
  const run = (first: number) => {
    layer.forward(x, given.bidirectional ? 0 : first, given.bidirectional ? T - first : T);
  };
  /** Step numbers in the layer's own order. */
  const step = (n: number) => (given.bidirectional ? T - 1 - n : n);
  /** L = Σ coefficients⊙h over the steps from number `first` on. */
  const loss = (first: number) => {
    let sum = 0;
    for (let n = first; n < T; n++) {
      for (let u = 0; u < H; u++) {
        sum += coefficients.values[n * H + u] * layer.tape.h.values[layer.after(step(n)) * H + u];
      }
    }
    return sum;
  };
  return { layer, cell, parameters, H, T, coefficients, run, step, loss };
}

const small = 1e-4;

/** ∂/∂values[at] of `measure` by central differences of the fourth order. */
function slope(values: { [index: number]: number }, at: number, measure: () => number): number {
  const original = values[at];
  const difference = (step: number) => {
    values[at] = original + step;
    const above = measure();
    values[at] = original - step;
    const below = measure();
    values[at] = original;
    return above - below;
  };
  return (8 * difference(small) - difference(2 * small)) / (12 * small);
}

function close(analytic: number, numeric: number, what: string): void {
  assert.ok(
    Math.abs(analytic - numeric) <= 1e-7 * Math.max(1, Math.abs(numeric)),
    `${what}: ${analytic} against ${numeric}`,
  );
}

describe('per-step gradients and Jacobians against central differences', () => {
  it('∂L/∂h_t and ∂L/∂c_t are the change of the loss of step t and all later ones with that state', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { layer, H, T, coefficients, run, step, loss } = layerOf(given);
        run(0);
        layer.clearGradients();
        for (let n = 0; n < T; n++) {
          for (let u = 0; u < H; u++) {
            layer.tape.dh.values[layer.after(step(n)) * H + u] = coefficients.values[n * H + u];
          }
        }
        layer.backward(0, T);
        for (const [states, gradients] of [
          [layer.tape.h, layer.tape.dh],
          [layer.tape.c, layer.tape.dc],
        ] as const) {
          if (!states || !gradients) {
            continue;
          }
          for (let n = 0; n < T; n++) {
            const at = layer.after(step(n)) * H;
            for (let u = 0; u < H; u++) {
              const numeric = slope(states.values, at + u, () => {
                if (n + 1 < T) {
                  run(n + 1);
                }
                return loss(n);
              });
              run(0);
              close(gradients.values[at + u], numeric, `step ${n}, unit ${u}`);
            }
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  it('J_t is the change of the next state with the one before', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { layer, cell, parameters, H, T, run, step } = layerOf(given);
        run(0);
        const t = step(T - 1);
        const { tape } = layer;
        const part = (tensor: Tensor | null, slot: number) => tensor?.values.slice(slot * H, (slot + 1) * H);
        const G = cell.gates.length * H;
        const { size, values } = cell.jacobian(
          {
            weightHh: parameters.weights.weightHh.values,
            hBefore: tape.h.values.slice(layer.before(t) * H, (layer.before(t) + 1) * H),
            cBefore: part(tape.c, layer.before(t)),
            c: part(tape.c, layer.after(t)),
            gates: tape.gates.values.slice(t * G, (t + 1) * G),
            candidateBias: parameters.weights.biasHh?.values.slice(G - H),
          },
          H,
        );
        const states = tape.c ? [tape.h, tape.c] : [tape.h];
        assert.equal(size, states.length * H);
        states.forEach((from, left) => {
          states.forEach((to, top) => {
            for (let i = 0; i < H; i++) {
              for (let j = 0; j < H; j++) {
                const numeric = slope(from.values, layer.before(t) * H + j, () => {
                  run(T - 1);
                  return to.values[layer.after(t) * H + i];
                });
                close(
                  values[(top * H + i) * size + left * H + j],
                  numeric,
                  `J[${top * H + i}, ${left * H + j}]`,
                );
              }
            }
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});
