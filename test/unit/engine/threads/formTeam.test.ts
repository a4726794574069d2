import { strict as assert } from 'node:assert';
import { lstm } from '../../../../src/engine/cells/lstm';
import { heap } from '../../../../src/engine/memory';
import { Parameters } from '../../../../src/engine/parameters';
import type { NetworkSpec } from '../../../../src/engine/spec';
import { threadsFor } from '../../../../src/engine/threads/formTeam';

describe('the number of threads of a training', () => {
  it('is 1 for small models where it is automatic, and never more than there are rows', () => {
    const parameters = new Parameters(lstm, specOf(128), 'float32', heap);
    const small = new Parameters(lstm, specOf(4), 'float32', heap);
    const capacity = { rows: 32, steps: 100, outputSteps: 100 };
    assert.equal(threadsFor('auto', 2, parameters, capacity), 2);
    assert.equal(threadsFor('auto', 8, parameters, capacity), 4);
    assert.equal(threadsFor('auto', 4, parameters, capacity), 3);
    assert.equal(threadsFor('auto', 1, parameters, capacity), 1);
    assert.equal(threadsFor('auto', 8, parameters, { ...capacity, rows: 1 }), 1);
    assert.equal(threadsFor('auto', 8, small, { ...capacity, rows: 8, steps: 10 }), 1);
    assert.equal(threadsFor(4, 2, small, { ...capacity, rows: 3 }), 3);
  });
});

function specOf(hiddenSize: number): NetworkSpec {
  return {
    shape: 'many-to-many',
    cell: 'lstm',
    activation: 'tanh',
    variant: 'original',
    hiddenSize,
    layers: 1,
    bidirectional: false,
    bias: true,
    dropout: 0,
    inputSize: 32,
    outputSize: 1,
    networkInputSize: 32,
    loss: 'mse',
    output: 'identity',
    teacherForcing: true,
  };
}
