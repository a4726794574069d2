import assert from 'node:assert/strict';
import { messageOf, stackOf } from '../../../src/notation/errors';

describe('a thrown value, as text', () => {
  it('is the message of an error, and anything else as it prints', () => {
    assert.deepEqual([new TypeError('no'), 'no', 3, undefined].map(messageOf), [
      'no',
      'no',
      '3',
      'undefined',
    ]);
  });

  it('has the stack for a log', () => {
    assert.match(stackOf(new Error('no')), /^Error: no\n +at /);
    assert.equal(stackOf('no'), 'no');
  });
});
