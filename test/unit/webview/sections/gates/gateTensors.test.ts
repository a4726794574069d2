import { strict as assert } from 'node:assert';
import { missingGates } from '../../../../../webview/sections/gates/gateTensors';
import type { State } from '../../../../../webview/state/state';
import { traced } from '../../state/traced';

const gated = traced(3, ['x', 'l0.h', 'l0.gate.f', 'l0.preactivation']);

describe('the tensors of the gates section', () => {
  it('are the gates alone', () => {
    assert.deepEqual(namesIn(gated), ['x', 'l0.gate.f']);
  });

  it('include the inputs of the gates when that is chosen', () => {
    const chosen = { ...gated, view: { ...gated.view, gatesShow: 'preactivations' as const } };
    assert.deepEqual(namesIn(chosen), ['x', 'l0.gate.f', 'l0.preactivation']);
  });

  it('are the preactivation where there are no gates', () => {
    assert.deepEqual(namesIn(traced(3, ['x', 'l0.h', 'l0.preactivation'])), ['x', 'l0.preactivation']);
  });
});

function namesIn(state: State): readonly string[] {
  return missingGates(state).map(({ name }) => name);
}
