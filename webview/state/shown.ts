/**
 * Selectors: they derive what the panel shows from the user's choices and the data. They read the whole
 * state.
 */
import { tensorName } from '../../src/notation/tensorNames';
import type { GeneratedText } from '../../src/protocol/generated';
import type { PanelProbe, WeightBlock } from '../../src/protocol/panel';
import type { SequenceQuery } from '../../src/protocol/pickedSequence';
import { isSame, keyOf, type PickEntry, probeAt, probeKey } from './picks';
import type { State } from './state';
import { type Layer, layersOf } from './traceTensors';
import type { ComputedOrder } from './unitOrder';

/** The pick whose sequence is in view. */
export function shownPick({ view }: State): PickEntry | undefined {
  return view.picks.find((pick) => keyOf(pick) === view.probe);
}

/** Whether the picked sequence in view has not arrived yet for the snapshot in view. */
export function isAwaited(state: State): boolean {
  const { trace, view, pickTrouble } = state;
  const refused =
    pickTrouble !== null && pickTrouble.update === trace?.update && pickTrouble.key === view.probe;
  return trace !== null && shownPick(state) !== undefined && !refused && !probeAt(trace.probes, view.probe);
}

/** The query that the panel should send now on its own; null where none is needed, or one is pending. */
export function duePick(state: State): SequenceQuery | null {
  const { trace, kept, picking } = state;
  const pick = shownPick(state);
  if (!trace || !pick || !isAwaited(state) || !kept.has(trace.update)) {
    return null;
  }
  const due = queryAgain(pick);
  const busy = picking !== null && (!picking.again || isSame(picking, { update: trace.update, query: due }));
  return busy ? null : due;
}

/** A text is written anew at each snapshot. */
function queryAgain({ set, sequence, ask }: PickEntry): SequenceQuery {
  return ask
    ? { by: 'generated', id: sequence, ask }
    : { by: 'sequence', set: set === 'generated' ? null : set, sequence };
}

/** The sequence in view. A watched sequence that no longer exists falls back to the first. */
export function shownProbe({ trace, view }: State): PanelProbe | undefined {
  const probes = trace?.probes ?? [];
  const probe = probeAt(probes, view.probe);
  // While a picked sequence is computed, no other may be shown in its place.
  return probe ?? (typeof view.probe === 'number' ? probes[0] : undefined);
}

/** The text that was asked for last, and its sequence at the snapshot in view. */
export interface ShownGeneration {
  readonly pick: PickEntry;
  readonly probe: PanelProbe;
  readonly text: GeneratedText;
  /** Whether the other sections show it. */
  readonly inView: boolean;
}

/** The text in view, or else the newest; undefined while there is none at the snapshot in view. */
export function shownGeneration({ view, trace }: State): ShownGeneration | undefined {
  const written = view.picks.filter(({ set }) => set === 'generated');
  const pick = written.find((each) => keyOf(each) === view.probe) ?? written.at(-1);
  const probe = pick && trace ? probeAt(trace.probes, keyOf(pick)) : undefined;
  const text = probe?.picked?.generated;
  return pick && probe && text ? { pick, probe, text, inView: keyOf(pick) === view.probe } : undefined;
}

/** The unit pinned by a click, which is marked in every plot of units. */
export function selectedUnit({ view: { cursor } }: State): number | null {
  return cursor?.pinned ? cursor.unit : null;
}

export function shownLayer(state: State): Layer | undefined {
  // The layers are those of the model, so any sequence will do.
  const probe = shownProbe(state) ?? state.trace?.probes[0];
  const layers = probe ? layersOf(probe) : [];
  return layers.find(({ name }) => name === state.view.layer) ?? layers[0];
}

export function shownBlock({ weights, view }: State): WeightBlock | undefined {
  return weights?.blocks.find(({ name }) => name === view.block) ?? weights?.blocks[0];
}

/** The order of the units; undefined where they are shown by index, or the order is not computed yet. */
export function shownOrder(state: State): ComputedOrder | undefined {
  const { order } = state;
  return order && order.of === orderKey(state) ? order : undefined;
}

/** Names of the tensors needed to compute the order; empty once it is computed. */
export function neededForOrder(state: State): readonly string[] {
  const layer = shownLayer(state);
  const { unitOrder } = state.view;
  if (!layer || unitOrder === 'index' || shownOrder(state)) {
    return [];
  }
  return unitOrder === 'effect'
    ? [tensorName(layer.name, 'h'), tensorName(layer.name, 'grad.h')]
    : [tensorName(layer.name, 'h')];
}

export function orderKey(state: State): string | undefined {
  const { run, view } = state;
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  return run && probe && layer && view.unitOrder !== 'index'
    ? JSON.stringify([
        run.folder,
        run.record.status === 'running',
        probeKey(state.trace?.probes ?? [], probe),
        layer.name,
        view.unitOrder,
      ])
    : undefined;
}
