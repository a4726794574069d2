/** Reduces messages about the debugger of the config. */
import { follow } from '../followDebugger';
import { shownWhatIf } from '../whatIf';
import { showView } from './page';
import type { Reducers } from './reducers';

export const debuggerReducers = {
  debugged: (state, { place }) => follow(state, place),
  whatIf: (state, { whatIf }) => {
    const next = { ...state, whatIf: whatIf && shownWhatIf(whatIf) };
    // The first change opens the section that shows it.
    return whatIf && !state.whatIf ? showView(next, 'whatIf') : next;
  },
} satisfies Partial<Reducers>;
