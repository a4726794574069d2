/** A sequence under the debugger, without any protocol: changes, restarts, and the values inside a step. */
import assert from 'node:assert/strict';
import { smallRuntime, steps } from './smallRuntime';

describe('the runtime', () => {
  it('replaces a change at the same place and keeps the others', () => {
    const runtime = smallRuntime();
    runtime.set([{ name: 'l0.h', step: 1, unit: 0, value: 5 }]);
    runtime.set([{ name: 'x', step: 2, unit: 0, value: 6 }]);
    runtime.set([{ name: 'l0.h', step: 1, unit: 0, value: 7 }]);
    assert.equal(runtime.version, 3);
    assert.deepEqual(
      runtime.recording.interventions.map(({ name, value }) => [name, value]),
      [
        ['x', 6],
        ['l0.h', 7],
      ],
    );
    assert.equal(runtime.recording.tensors.get('l0.h')?.values[2], 7);
    assert.equal(runtime.original.tensors.get('l0.h')?.values[2], 1);
  });

  it('restarts at the first step with everything as it was recorded', () => {
    const runtime = smallRuntime();
    runtime.restart();
    assert.equal(runtime.version, 0, 'without a change nothing is computed anew');
    runtime.set([{ name: 'l0.h', step: 1, unit: 0, value: 5 }]);
    runtime.programCounter.go('forward', 3);
    runtime.programCounter.go('backward', 2);
    runtime.restart();
    assert.deepEqual(runtime.recording.interventions, []);
    assert.equal(runtime.programCounter.at('forward').step, 0);
    assert.equal(runtime.programCounter.at('backward').step, steps - 1);
  });

  it('has, inside a step, only the values that are computed by then', () => {
    const runtime = smallRuntime();
    runtime.programCounter.go('forward', 2);
    runtime.programCounter.into('forward');
    const computed = (step: number) =>
      ['z', 'h'].filter((result) => runtime.viewOf('forward', step).isDone('l0', result));
    assert.deepEqual(computed(2), ['z']);
    assert.deepEqual(computed(1), ['z', 'h'], 'the steps before are whole');
    runtime.programCounter.next('forward', 'forward');
    assert.deepEqual(computed(2), ['z', 'h']);
  });
});
