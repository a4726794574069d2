/**
 * The panel follows the debugger: to its sequence and snapshot when it starts, and from step to step. Pure.
 */
import type { DebuggedPlace } from '../../src/protocol/debugged';
import { keyOf } from './picks';
import type { State } from './state';
import type { View } from './view';

/** Moves the view to the debugger's place. @param place null when the debugger has ended */
export function follow(state: State, place: DebuggedPlace | null): State {
  const { debugged, run } = state;
  const next = { ...state, debugged: place };
  if (place === null || place.run !== run?.folder) {
    return next;
  }
  const begins = debugged === null || sequenceOf(debugged) !== sequenceOf(place);
  const there = begins ? toSequence(next, place) : next;
  return begins || isFollowed(there) ? { ...there, view: atStep(there.view, place.step) } : there;
}

/**
 * Follows the debugger again: a run whose snapshots have just arrived may be the one being debugged already.
 * @param before the snapshots known before
 */
export function followAnew(state: State, before: readonly number[]): State {
  return before.length === 0 && state.debugged ? follow({ ...state, debugged: null }, state.debugged) : state;
}

/**
 * Whether the sequence in view is the one being debugged; then a click on a step moves the debugger there.
 */
export function isFollowed({ debugged, run, view }: State): boolean {
  return (
    debugged !== null &&
    debugged.run === run?.folder &&
    (view.probe === debugged.watched || view.probe === keyOf(debugged))
  );
}

function sequenceOf({ run, update, set, sequence }: DebuggedPlace): string {
  return JSON.stringify([run, update, set, sequence]);
}

/**
 * Shows the debugged sequence once. Afterwards the user chooses the view, until another sequence is debugged.
 */
function toSequence(state: State, place: DebuggedPlace): State {
  const { snapshots, run, view } = state;
  const { update, set, sequence, watched } = place;
  const isNewest = update === snapshots.at(-1) && run?.record.status !== 'running';
  const snapshot = isNewest ? null : snapshots.includes(update) ? update : view.snapshot;
  const key = keyOf(place);
  const isThere = watched !== null || view.picks.some((pick) => keyOf(pick) === key);
  return isThere
    ? { ...state, view: { ...view, snapshot, probe: watched ?? key } }
    : { ...state, view: { ...view, snapshot }, toFollow: { by: 'sequence', set, sequence } };
}

function atStep(view: View, step: number): View {
  const { cursor, range } = view;
  const isInRange = range === null || (step >= range[0] && step < range[1]);
  return {
    ...view,
    cursor: { step, unit: cursor?.unit ?? null, pinned: true },
    range: isInRange ? range : null,
  };
}
