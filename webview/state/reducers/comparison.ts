/** Reduces messages about a comparison. */
import type { Comparison } from '../../../src/protocol/comparison';
import { sideBySide } from '../comparedTraces';
import type { State } from '../state';
import type { Reducers } from './reducers';

export const comparisonReducers = {
  comparison: (state, { comparison }) => showComparison(state, comparison),
  comparisonMetrics: (state, { id, run, metrics }) => {
    if (state.comparison?.id !== id) {
      return state;
    }
    state.comparedMetrics[run]?.push(...metrics);
    return { ...state, comparedVersion: state.comparedVersion + 1 };
  },
  comparedTraces: (state, { id, traces }) =>
    state.comparison?.id === id ? { ...state, sideBySide: sideBySide(id, traces) } : state,
} satisfies Partial<Reducers>;

function showComparison(state: State, comparison: Comparison | null): State {
  const same = comparison !== null && comparison.id === state.comparison?.id;
  return {
    ...state,
    comparison,
    comparedMetrics: same ? state.comparedMetrics : (comparison?.runs ?? []).map(() => []),
    comparedVersion: state.comparedVersion + 1,
    sideBySide: same ? state.sideBySide : null,
  };
}
