import { strict as assert } from 'node:assert';
import type { UpdateKernel, UpdateSettings } from '../../../src/engine/kernels/kernels';
import { heap } from '../../../src/engine/memory';
import { Arena, type Tensor } from '../../../src/engine/tensor';
import { adam, adamw, rmsprop, sgd } from '../../../src/engine/update';

const settings: UpdateSettings = {
  learningRate: 0.1,
  momentum: 0,
  beta1: 0.9,
  beta2: 0.999,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  update: 1,
  gradientScale: 1,
};

/** Minimises ½·Σ s_j·θ_j² from θ = (1, −2) with the given optimizer; returns θ after the updates. */
function minimise(update: UpdateKernel, steps: number, changed: Partial<UpdateSettings>): number[] {
  const arena = new Arena('float64', heap);
  const [theta, gradient, first, second]: Tensor[] = ['theta', 'g', 'first', 'second'].map((name) =>
    arena.tensor(name, 2),
  );
  arena.allocate();
  theta.values.set([1, -2]);
  const slope = [1, 10];
  for (let step = 1; step <= steps; step++) {
    gradient.values.set(slope.map((s, j) => s * theta.values[j]));
    update(theta, gradient, [first, second], { ...settings, ...changed, update: step });
  }
  return [...theta.values];
}

function close(actual: readonly number[], expected: readonly number[]): void {
  expected.forEach((value, j) => {
    assert.ok(Math.abs(actual[j] - value) < 1e-12, `${actual} against ${expected}`);
  });
}

// These are the recurrences written out by hand for a quadratic, where g = s·θ.
describe('optimizers on a quadratic', () => {
  it('sgd multiplies by 1 − ηs each step', () => {
    close(minimise(sgd, 3, { learningRate: 0.05 }), [0.95 ** 3, -2 * 0.5 ** 3]);
  });

  it('sgd with weight decay multiplies by 1 − η(s + w)', () => {
    close(minimise(sgd, 2, { learningRate: 0.05, weightDecay: 0.4 }), [0.93 ** 2, -2 * 0.48 ** 2]);
  });

  it('sgd with momentum follows v ← μv + g, θ ← θ − ηv', () => {
    let theta = [1, -2];
    let v = [0, 0];
    for (let step = 0; step < 4; step++) {
      const g = [theta[0], 10 * theta[1]];
      v = v.map((value, j) => (step === 0 ? g[j] : 0.9 * value + g[j]));
      theta = theta.map((value, j) => value - 0.02 * v[j]);
    }
    close(minimise(sgd, 4, { learningRate: 0.02, momentum: 0.9 }), theta);
  });

  it('rmsprop’s first step is η/√(1−α) against the sign of the gradient', () => {
    const first = 0.1 / (Math.sqrt(0.01) + 1e-8);
    const [a, b] = minimise(rmsprop, 1, {});
    assert.ok(Math.abs(a - (1 - first)) < 1e-6 && Math.abs(b - (-2 + first)) < 1e-6);
  });

  it('adam’s first step is η against the sign of the gradient, whatever its size', () => {
    const [a, b] = minimise(adam, 1, {});
    assert.ok(Math.abs(a - 0.9) < 1e-8 && Math.abs(b + 1.9) < 1e-8);
  });

  it('adam follows algorithm 1 of the paper with corrected means', () => {
    let theta = 1;
    let m = 0;
    let v = 0;
    for (let t = 1; t <= 5; t++) {
      const g = theta;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      theta -= (0.1 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    }
    close([minimise(adam, 5, {})[0]], [theta]);
  });

  it('adamw decays weights separately from the gradient', () => {
    // With a gradient of zero (slope 0, so outside the quadratic) the only difference to adam is the decay.
    const [plain] = minimise(adam, 1, {});
    const [decayed] = minimise(adamw, 1, { weightDecay: 0.5 });
    close([decayed], [plain - 0.1 * 0.5]);
  });

  it('the gradient is scaled as clipping by norm requires', () => {
    close(minimise(sgd, 1, { gradientScale: 0.5 }), [1 - 0.05, -2 + 1]);
  });
});
