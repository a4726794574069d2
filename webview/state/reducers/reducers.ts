/** How a message changes what the panel knows: a function for each type of message. */
import type { ByType, HostToPanel } from '../../../src/protocol/panel';
import type { State } from '../state';

/** The message of a type. */
export type Received<T extends HostToPanel['type']> = ByType<HostToPanel>[T];

export type Reducers = {
  readonly [T in HostToPanel['type']]: (state: State, message: Received<T>) => State;
};
