/** Drawing a token: the probabilities against a formula, and draws against the probabilities. */
import { strict as assert } from 'node:assert';
import { Random } from '../../../src/data/common/random';
import { byHeight, distribution, drawn } from '../../../src/engine/sampling';

const random = new Random(11, 'sampling.test');
const logits = Float64Array.from({ length: 40 }, () => 3 * random.normal());

/** The softmax by the formula, with the machine's own exponential. */
function softmax(a: readonly number[]): number[] {
  const most = Math.max(...a);
  const powers = a.map((value) => Math.exp(value - most));
  const sum = powers.reduce((one, other) => one + other, 0);
  return powers.map((power) => power / sum);
}

function close(found: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  expected.forEach((value, k) => {
    // Below the normal numbers it is 0.
    assert.ok(
      Math.abs(found[k] - value) <= Math.max(4e-15 * value, 2.3e-308),
      `${found[k]} differs from ${value}`,
    );
  });
}

describe('the probabilities of the next token', () => {
  it('are the softmax of the logits over the temperature', () => {
    for (const temperature of [1, 0.25, 0.013, 7]) {
      // Differences first: a large quotient has few digits behind the point.
      const most = Math.max(...logits);
      const expected = softmax([...logits].map((value) => (value - most) / temperature));
      close(distribution(logits, { temperature, topK: null }), expected);
    }
    const wide = Float64Array.from({ length: 700 }, (_, k) => -k);
    close(distribution(wide, { temperature: 1, topK: null }), softmax([...wide]));
  });

  it('are those of the k greatest alone, the lower index first among equal ones', () => {
    const kept = [...byHeight(logits)].slice(0, 5);
    const expected = softmax(
      [...logits].map((value, k) => (kept.includes(k) ? value : Number.NEGATIVE_INFINITY)),
    );
    close(distribution(logits, { temperature: 1, topK: 5 }), expected);
    const equal = Float64Array.of(1, 2, 2, 2);
    assert.deepEqual([...distribution(equal, { temperature: 1, topK: 2 })], [0, 0.5, 0.5, 0]);
    close(distribution(logits, { temperature: 1, topK: 4000 }), softmax([...logits]));
  });

  it('are 1 for the likeliest at temperature 0, and 0 for what is never drawn', () => {
    const greedy = distribution(logits, { temperature: 0, topK: null });
    assert.equal(greedy[byHeight(logits)[0]], 1);
    assert.equal(
      greedy.reduce((sum, p) => sum + p, 0),
      1,
    );
    assert.deepEqual(
      [...distribution(Float64Array.of(0, Number.NEGATIVE_INFINITY, 0), { temperature: 3, topK: null })],
      [0.5, 0, 0.5],
    );
  });
});

describe('a drawn token', () => {
  it('comes as often as it is likely: χ² of 10,000 draws', () => {
    const p = distribution(logits, { temperature: 1.5, topK: 20 });
    const counts = new Float64Array(p.length);
    const stream = new Random(1, 'generate');
    for (let i = 0; i < 10_000; i++) {
      counts[drawn(p, stream.next())]++;
    }
    // Tokens that are expected fewer than five times are taken together, as the test requires.
    const rare = (k: number) => 10_000 * p[k] < 5;
    let rareCount = 0;
    let rareExpected = 0;
    let chiSquare = 0;
    let cells = 0;
    for (let k = 0; k < p.length; k++) {
      if (p[k] === 0) {
        assert.equal(counts[k], 0);
      } else if (rare(k)) {
        rareCount += counts[k];
        rareExpected += 10_000 * p[k];
      } else {
        chiSquare += (counts[k] - 10_000 * p[k]) ** 2 / (10_000 * p[k]);
        cells++;
      }
    }
    if (rareExpected > 0) {
      chiSquare += (rareCount - rareExpected) ** 2 / rareExpected;
      cells++;
    }
    // Mean and variance of χ² are n and 2n; the 0.999 quantile lies within four deviations.
    const degrees = cells - 1;
    assert.ok(degrees >= 10);
    assert.ok(chiSquare < degrees + 4 * Math.sqrt(2 * degrees), `χ² ${chiSquare} of ${degrees}`);
    assert.ok(chiSquare > degrees - 4 * Math.sqrt(2 * degrees));
  });

  it('is the one whose share of the interval holds the number', () => {
    const p = Float64Array.of(0, 0.25, 0, 0.5, 0.25, 0);
    assert.deepEqual(
      [0, 0.2499, 0.25, 0.7499, 0.75, 1 - 2 ** -53].map((u) => drawn(p, u)),
      [1, 1, 3, 3, 4, 4],
    );
    // Rounding may leave the sum a little below 1.
    assert.equal(drawn(Float64Array.of(0.5, 0.4999999, 0), 1 - 2 ** -53), 1);
  });
});
