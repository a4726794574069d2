import { strict as assert } from 'node:assert';
import { missingOfLayer } from '../../../../webview/state/missingTensors';
import { traced } from './traced';

const names = ['x', 'y', 'l0.h', 'l0.gate.f', 'l0.grad.h', 'l1.h'];

describe('values that a section lacks', () => {
  it('are those that it draws, of the layer that is shown, and its input', () => {
    const missing = missingOfLayer(traced(3, names), { layer: /^[hc]$/, sequence: new Set(['y', 'loss']) });
    assert.deepEqual(
      missing.map(({ name }) => name),
      ['x', 'y', 'l0.h'],
    );
  });

  it('exclude those that have arrived', () => {
    assert.deepEqual(missingOfLayer(traced(3, names, ['x']), { layer: /^grad\./ }), [
      { update: 3, probe: 0, name: 'l0.grad.h' },
    ]);
  });

  it('include those from which the order of the units is computed', () => {
    const state = traced(3, names, ['x']);
    const ordered = { ...state, view: { ...state.view, unitOrder: 'effect' as const } };
    const missing = missingOfLayer(ordered, { layer: /^gate\./ });
    assert.deepEqual(
      missing.map(({ name }) => name),
      ['l0.h', 'l0.gate.f', 'l0.grad.h'],
    );
  });
});
