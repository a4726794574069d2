import assert from 'node:assert/strict';
import { elementsOf } from '../../../src/notation/shape';

describe('elements of a shape', () => {
  it('are the product of its extents, 1 of a single number', () => {
    assert.deepEqual([[], [7], [2, 3, 4], [5, 0]].map(elementsOf), [1, 7, 24, 0]);
  });
});
