/** Reduces messages about the snapshots of the run, and the results computed from them. */
import { followAnew } from '../followDebugger';
import { keep } from '../snapshots';
import type { Analysed, State } from '../state';
import type { Reducers } from './reducers';

export const snapshotReducers = {
  snapshots: (state, { updates }) => followAnew({ ...state, snapshots: updates }, state.snapshots),
  trace: (state, { update, epoch, probes }) => {
    const trace = state.kept.get(update)?.trace ?? { update, epoch, probes };
    return showSnapshot({ ...state, kept: keep(state.kept, update, { trace }) }, update);
  },
  weights: (state, { update, blocks }) => {
    const weights = state.kept.get(update)?.weights ?? { update, blocks };
    return { ...state, weights, kept: keep(state.kept, update, { weights }) };
  },
  spectrum: (state, { update, spectrum }) => ({
    ...state,
    spectra: new Map(state.spectra).set(spectrum.name, { update, spectrum }),
  }),
  trail: (state, { block, update, values }) => {
    const trail = new Map(state.trails.get(block)).set(update, values);
    return { ...state, trails: new Map(state.trails).set(block, trail) };
  },
  embedding: (state, { of, facts, why }) => ({ ...state, embedding: { of, facts, why } }),
  analysis: (state, { of, analysis, why }) => showAnalysis(state, { of, analysis, why }),
} satisfies Partial<Reducers>;

/** Shows a snapshot that has arrived: its trace, and its weights if they have arrived too. */
export function showSnapshot(state: State, update: number): State {
  const { trace, weights } = state.kept.get(update) ?? { trace: null, weights: null };
  return { ...state, trace: trace ?? state.trace, weights: weights ?? state.weights };
}

/** Updates the trace and the weights in view with the values that have arrived. */
export function refreshed(state: State): State {
  const { kept, trace, weights } = state;
  return {
    ...state,
    trace: (trace && kept.get(trace.update)?.trace) ?? trace,
    weights: (weights && kept.get(weights.update)?.weights) ?? weights,
  };
}

/**
 * Shows an analysis. While a training writes one checkpoint after the other, its weights may be newer than
 * the trace by the time both are read. Then the last complete analysis of the same layer stays, because the
 * next one may be complete.
 */
function showAnalysis(state: State, next: Analysed): State {
  const { analysed, run } = state;
  const same = analysed?.of.layer === next.of.layer && analysed.of.probe === next.of.probe;
  const whole = ({ analysis }: Analysed) => analysis !== null && !('why' in analysis.exponents);
  const stays = run?.record.status === 'running' && same && whole(analysed) && !whole(next);
  return stays ? state : { ...state, analysed: next };
}
