/** The type of reducers: one function for each type of message, which returns the state after it. */
import type { ByType, HostToPanel } from '../../../src/protocol/panel';
import type { State } from '../state';

/** The message from the host with the given type. */
export type Received<T extends HostToPanel['type']> = ByType<HostToPanel>[T];

export type Reducers = {
  readonly [T in HostToPanel['type']]: (state: State, message: Received<T>) => State;
};
