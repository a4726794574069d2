/** Which values each section draws: they are asked for when it is in sight, and it waits for them. */
import type { PanelView, SnapshotTensor } from '../../src/protocol/panel';
import { probeKey } from './picks';
import { neededForOrder, shownBlock, shownLayer, shownProbe } from './shown';
import type { State } from './state';

/** What is not there yet of what the section shows; empty where it can be drawn. */
export function missingFor(view: PanelView, state: State): readonly SnapshotTensor[] {
  return view === 'weights' ? missingBlock(state) : missingTensors(view, state);
}

function missingBlock(state: State): readonly SnapshotTensor[] {
  const block = shownBlock(state);
  return block && state.weights && block.values === null
    ? [{ update: state.weights.update, probe: null, name: block.name }]
    : [];
}

function missingTensors(view: PanelView, state: State): readonly SnapshotTensor[] {
  const { trace } = state;
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  if (!trace || !probe || !layer) {
    return [];
  }
  const own = drawn[view];
  if (!own) {
    return [];
  }
  const isDrawn = (name: string) =>
    name === `${layer.part}x` ||
    (name.startsWith(`${layer.name}.`)
      ? own.layer.test(name.slice(layer.name.length + 1))
      : own.probe.has(name));
  const toOrder = neededForOrder(state);
  const named = probe.tensors.filter(({ name }) => isDrawn(name) || toOrder.includes(name));
  // They stand in for gates where there are none, and are drawn in their place when that is chosen.
  const gated = named.some(({ name }) => name.startsWith(`${layer.name}.gate.`));
  const preactivations = !gated || state.view.gatesShow === 'preactivations';
  const absent = named.filter(
    ({ name, values }) => values === null && (preactivations || !name.endsWith('.preactivation')),
  );
  const key = probeKey(trace.probes, probe);
  return absent.map(({ name }) => ({ update: trace.update, probe: key, name }));
}

interface Drawn {
  /** Names of the layer's tensors, without the layer's. */
  readonly layer: RegExp;
  /** Names of the sequence's. */
  readonly probe: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

const drawn: Partial<Record<PanelView, Drawn>> = {
  states: { layer: /^[hc]$/, probe: new Set(['y', 'target', 'loss']) },
  pattern: { layer: /^[hc]$/, probe: none },
  gates: { layer: /^gate\.|^preactivation$/, probe: none },
  gradients: { layer: /^grad\./, probe: none },
};
