import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Random } from '../../src/data/common/random';
import { lossOf, networkOf, problem } from './networks';

describe('gradients against central differences', () => {
  it('of every weight, for every shape, cell, direction, loss and padding', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { network, weights } = networkOf(given);
        lossOf(network, given);
        weights.clearGradients();
        network.backward({ weights: true });
        const random = new Random(given.seed, 'elements');
        for (const { name, value, gradient } of weights.all) {
          const j = random.integer(value.size);
          const analytic = gradient.values[j];
          const original = value.values[j];
          const h = 1e-5 * Math.max(1, Math.abs(original));
          value.values[j] = original + h;
          const above = lossOf(network, given);
          value.values[j] = original - h;
          const below = lossOf(network, given);
          value.values[j] = original;
          const numeric = (above - below) / (2 * h);
          assert.ok(
            Math.abs(numeric - analytic) <= 1e-6 * Math.max(1e-2, Math.abs(numeric), Math.abs(analytic)),
            `${name}[${j}]: ${analytic} against ${numeric}`,
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  it('of the input, where it is requested', () => {
    fc.assert(
      fc.property(
        problem.filter(({ shape, embedded }) => shape !== 'one-to-many' && embedded.length === 0),
        (given) => {
          const { network } = networkOf(given);
          lossOf(network, given);
          network.backward({ weights: false, inputGradient: true });
          const { x, dx, rows, steps } = network.encoder;
          const used = rows * steps * given.inputSize;
          const j = new Random(given.seed, 'input').integer(used);
          const analytic = dx.values[j];
          const original = x.values[j];
          x.values[j] = original + 1e-5;
          const above = lossOf(network, given);
          x.values[j] = original - 1e-5;
          const below = lossOf(network, given);
          const numeric = (above - below) / 2e-5;
          assert.ok(
            Math.abs(numeric - analytic) <= 1e-6 * Math.max(1e-2, Math.abs(numeric)),
            `${analytic} against ${numeric}`,
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are based on the same loss whether outputs are computed at every step or only where there is a target', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { network } = networkOf(given);
        assert.equal(lossOf(network, given, true), lossOf(network, given, false));
      }),
      { numRuns: 100 },
    );
  });

  it('are not affected by padding: the values of padded inputs change nothing', () => {
    fc.assert(
      fc.property(
        problem.filter(({ shape }) => shape !== 'one-to-many'),
        (given) => {
          const { network, weights } = networkOf(given);
          const before = lossOf(network, given);
          weights.clearGradients();
          network.backward({ weights: true });
          const gradients = weights.all.map(({ gradient }) => [...gradient.values]);
          const { lengths, rows, steps } = network.encoder;
          const { x } = network.input;
          for (let t = 0; t < steps; t++) {
            for (let b = 0; b < rows; b++) {
              if (t >= lengths[b]) {
                x.fill(17, (t * rows + b) * given.inputSize, (t * rows + b + 1) * given.inputSize);
              }
            }
          }
          assert.equal(lossOf(network, given), before);
          weights.clearGradients();
          network.backward({ weights: true });
          weights.all.forEach(({ gradient }, i) => {
            assert.deepEqual([...gradient.values], gradients[i]);
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});
