/** Reduces messages about the run in view, and its training. */
import { LossHistory } from '../lossHistory';
import type { State } from '../state';
import type { Received, Reducers } from './reducers';

export const runReducers = {
  run: (state, { run }) => showRun(state, run),
  metrics: (state, { metrics, record }) => {
    if (!state.run) {
      return state;
    }
    state.history.append(metrics);
    return {
      ...state,
      run: { ...state.run, record },
      historyVersion: state.historyVersion + 1,
      loading: null,
    };
  },
  loading: (state, { file, bytes, totalBytes }) => ({
    ...state,
    error: null,
    loading: { file, bytes, totalBytes },
  }),
  evaluation: (state, { evaluation }) => ({ ...state, evaluation }),
} satisfies Partial<Reducers>;

function showRun(state: State, run: Received<'run'>['run']): State {
  const history = new LossHistory();
  history.append(run?.metrics ?? []);
  const same = run !== null && run.folder === state.run?.folder;
  return {
    ...state,
    run: run && { folder: run.folder, record: run.record, cell: run.cell, writes: run.writes === true },
    history,
    historyVersion: state.historyVersion + 1,
    loading: null,
    error: null,
    // Dropped for the same run too: at its end it may restore the weights of an earlier epoch.
    kept: new Map(),
    snapshots: same ? state.snapshots : [],
    trace: same ? state.trace : null,
    weights: same ? state.weights : null,
    spectra: same ? state.spectra : new Map(),
    trails: new Map(),
    evaluation: same ? state.evaluation : null,
    diagnosis: same ? state.diagnosis : null,
    analysed: same ? state.analysed : null,
    embedding: same ? state.embedding : null,
    // The user's own query is still pending.
    picking: same && state.picking?.again === false ? state.picking : null,
    pickTrouble: null,
    search: same ? state.search : null,
    view: {
      ...state.view,
      folder: run?.folder ?? null,
      ...(run?.folder === state.view.folder
        ? {}
        : { snapshot: null, picks: [], probe: typeof state.view.probe === 'number' ? state.view.probe : 0 }),
    },
  };
}
