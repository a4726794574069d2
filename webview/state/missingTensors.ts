/**
 * Lists the values that a section draws and the panel lacks: they are requested while the section is visible.
 * Pure.
 */
import { inputName } from '../../src/notation/tensorNames';
import type { SnapshotTensor } from '../../src/protocol/panel';
import { probeKey } from './picks';
import { neededForOrder, shownBlock, shownLayer, shownProbe } from './shown';
import type { State } from './state';

/** Lists the values that are drawn and have not arrived; empty where everything can be drawn. */
export type MissingTensors = (state: State) => readonly SnapshotTensor[];

/** Names of the tensors that are drawn in addition to the input of the layer's network. */
export interface DrawnTensors {
  /** Matches the names of the layer's tensors, without the layer's prefix. */
  readonly layer: RegExp;
  /** Names of tensors of the whole sequence. */
  readonly sequence?: ReadonlySet<string>;
}

/** Missing tensors of the sequence and the layer in view, and those from which the unit order is computed. */
export function missingOfLayer(
  state: State,
  { layer: ofLayer, sequence }: DrawnTensors,
): readonly SnapshotTensor[] {
  const { trace } = state;
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  if (!trace || !probe || !layer) {
    return [];
  }
  const isDrawn = (name: string) =>
    name === inputName(layer.decoder) ||
    (name.startsWith(`${layer.name}.`)
      ? ofLayer.test(name.slice(layer.name.length + 1))
      : sequence?.has(name));
  const toOrder = neededForOrder(state);
  const key = probeKey(trace.probes, probe);
  return probe.tensors
    .filter(({ name, values }) => values === null && (isDrawn(name) || toOrder.includes(name)))
    .map(({ name }) => ({ update: trace.update, probe: key, name }));
}

/** The block of recurrent weights in view, where its values are missing. */
export function missingBlock(state: State): readonly SnapshotTensor[] {
  const block = shownBlock(state);
  return block && state.weights && block.values === null
    ? [{ update: state.weights.update, probe: null, name: block.name }]
    : [];
}
