/** A state with a trace of one layer, some of whose tensors have arrived. */
import { reduce } from '../../../../webview/state/reduce';
import { initialState, type State } from '../../../../webview/state/state';

/** @param arrived names of the tensors whose values have arrived */
export function traced(update: number, names: readonly string[], arrived: readonly string[] = []): State {
  const tensors = names.map((name) => ({
    name,
    shape: [4, 3],
    values: arrived.includes(name) ? new Float32Array(12) : null,
  }));
  const probe = { sequence: 0, label: '', stepLabels: [], tensors };
  return reduce(initialState(), { type: 'trace', update, epoch: 0, probes: [probe] });
}
