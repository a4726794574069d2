/** Reduces a message from the host to the next state. Pure, except that metrics grow in place. */
import type { HostToPanel, Typed } from '../../src/protocol/panel';
import { comparisonReducers } from './reducers/comparison';
import { debuggerReducers } from './reducers/debugger';
import { pageReducers } from './reducers/page';
import { patternReducers } from './reducers/pattern';
import { pickReducers } from './reducers/picks';
import type { Reducers } from './reducers/reducers';
import { runReducers } from './reducers/run';
import { snapshotReducers } from './reducers/snapshots';
import { tensorReducers } from './reducers/tensors';
import type { State } from './state';

const reducers: Reducers = {
  ...pageReducers,
  ...runReducers,
  ...snapshotReducers,
  ...tensorReducers,
  ...pickReducers,
  ...debuggerReducers,
  ...patternReducers,
  ...comparisonReducers,
};

export function reduce<T extends HostToPanel['type']>(state: State, message: Typed<HostToPanel, T>): State {
  return reducers[message.type](state, message);
}
