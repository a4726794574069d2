/** Reduces messages about picked sequences. */
import { isSame, keyOf, withPick, withPicked } from '../picks';
import { keep } from '../snapshots';
import type { State } from '../state';
import type { Received, Reducers } from './reducers';
import { refreshed } from './snapshots';

export const pickReducers = {
  picking: (state, { update, query }) => ({
    ...state,
    picking: { update, query, again: false, progress: null },
    pickTrouble: null,
    toFollow: null,
  }),
  pickProgress: (state, { doing, done, total }) =>
    state.picking ? { ...state, picking: { ...state.picking, progress: { doing, done, total } } } : state,
  sequencePicked: (state, message) => showPicked(state, message),
  sequenceNotPicked: (state, message) => {
    const { picking, view } = state;
    const { update, why } = message;
    return picking && isSame(picking, message)
      ? {
          ...state,
          picking: null,
          pickTrouble: {
            update,
            key: picking.again ? view.probe : null,
            written: picking.query.by === 'generated',
            why,
          },
        }
      : state;
  },
} satisfies Partial<Reducers>;

/** Adds a sequence to its snapshot; if the user asked for it, it becomes the sequence in view. */
function showPicked(state: State, message: Received<'sequencePicked'>): State {
  const { update, query, probe } = message;
  const { picking, view } = state;
  const trace = state.kept.get(update)?.trace;
  const kept = trace
    ? keep(state.kept, update, { trace: { ...trace, probes: withPicked(trace.probes, probe) } })
    : state.kept;
  const next = refreshed({ ...state, kept });
  if (!picking || !isSame(picking, message)) {
    return next;
  }
  const chosen = picking.again
    ? {}
    : {
        probe: keyOf(probe.picked),
        picks: withPick(view.picks, query, probe.picked, update),
        range: null,
      };
  const pickTrouble = picking.again && state.pickTrouble?.key === null ? state.pickTrouble : null;
  return { ...next, picking: null, pickTrouble, view: { ...view, ...chosen } };
}
