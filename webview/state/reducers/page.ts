/** Reduces messages about the page itself, the config's form, and the run's diagnosis. */
import type { State } from '../state';
import type { Reducers } from './reducers';

export const pageReducers = {
  error: (state, { message }) => ({ ...state, error: message, loading: null }),
  show: (state, { view }) => showView(state, view),
  form: (state, { form }) => ({ ...state, form }),
  diagnosis: (state, { diagnosis }) => ({ ...state, diagnosis }),
} satisfies Partial<Reducers>;

/** Opens a section and scrolls to it. */
export function showView(state: State, view: string): State {
  const collapsed = state.view.collapsed.filter((other) => other !== view);
  return { ...state, show: { view }, view: { ...state.view, collapsed } };
}
