/** The tensors that the gates section draws. Pure. */
import type { SnapshotTensor } from '../../../src/protocol/panel';
import { missingOfLayer } from '../../state/missingTensors';
import { shownLayer, shownProbe } from '../../state/shown';
import type { State } from '../../state/state';

/**
 * Lists the tensors to request. Preactivations replace gates in cells without gates, and when they are
 * chosen.
 */
export function missingGates(state: State): readonly SnapshotTensor[] {
  const gated = hasGates(state) && state.view.gatesShow === 'gates';
  return missingOfLayer(state, { layer: gated ? /^gate\./ : /^gate\.|^preactivation$/ });
}

function hasGates(state: State): boolean {
  const prefix = `${shownLayer(state)?.name}.gate.`;
  return shownProbe(state)?.tensors.some(({ name }) => name.startsWith(prefix)) ?? false;
}
