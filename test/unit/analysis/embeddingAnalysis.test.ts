import { strict as assert } from 'node:assert';
import { movedTokens, nearestTokens, normAt } from '../../../src/analysis/embeddingAnalysis';

/** Angles of 0°, 90°, 30°, 180°, none, 0°. */
const vectors = { size: 2, values: [2, 0, 0, 1, Math.sqrt(3), 1, -5, 0, 0, 0, 9, 0] };

describe('an embedding’s vectors', () => {
  it('are near by the cosine of their angle, whatever their length; zeros have none', () => {
    const nearest = nearestTokens(vectors, 0, 9);
    assert.deepEqual(
      nearest.map(({ code }) => code),
      [5, 2, 1, 3],
    );
    [1, Math.cos(Math.PI / 6), 0, -1].forEach((cosine, i) => {
      assert.ok(Math.abs(nearest[i].value - cosine) < 1e-12);
    });
    assert.deepEqual(nearestTokens(vectors, 4, 9), []);
    assert.equal(nearestTokens(vectors, 0, 2).length, 2);
  });

  it('are sorted by how far they have moved', () => {
    const start = [2, 0, 0, 1, Math.sqrt(3), 1, -5, 3, 3, 4, 9, 0];
    assert.deepEqual(movedTokens(vectors, start, 3), [
      { code: 4, value: 5 },
      { code: 3, value: 3 },
      { code: 0, value: 0 },
    ]);
    assert.equal(normAt(vectors, 3), 5);
  });
});
