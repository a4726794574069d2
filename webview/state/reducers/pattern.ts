/** Reduces messages about the search for a pattern. */
import { received } from '../patternSearch';
import type { Reducers } from './reducers';

export const patternReducers = {
  patternProgress: (state, message) => ({ ...state, search: received(state.search, message) }),
  patternFound: (state, message) => ({ ...state, search: received(state.search, message) }),
  patternNotFound: (state, message) => ({ ...state, search: received(state.search, message) }),
} satisfies Partial<Reducers>;
