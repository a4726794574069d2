/** The panel goes with the debugger: to its sequence and moment when it begins, and from step to step. Pure. */
import type { DebuggedPlace } from '../../src/protocol/debugged';
import { keyOf } from './picks';
import type { State } from './state';
import type { View } from './view';

/** @param place null: the debugger has ended */
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

/** A run whose moments have just come may be the one that is debugged already. @param before the moments that were known */
export function followAnew(state: State, before: readonly number[]): State {
  return before.length === 0 && state.debugged ? follow({ ...state, debugged: null }, state.debugged) : state;
}

/** Whether the sequence in view is the one that the debugger stands in: then a step that is clicked is one that it goes to. */
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

/** What the person looks at afterwards is theirs to choose, until another sequence is debugged. */
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
