/**
 * The ids that the protocol gives the two threads of a session, one for each pass, and their frames. Pure.
 */
import type { Frame } from './frames';
import type { Pass } from './programCounter';

export const threads: Readonly<Record<Pass, { readonly id: number; readonly name: string }>> = {
  forward: { id: 1, name: 'forward' },
  backward: { id: 2, name: 'backpropagation through time' },
};

export function passOf(threadId: number): Pass {
  return threadId === threads.backward.id ? 'backward' : 'forward';
}

/** Every frame of both threads has an id of its own, the same at every stop. */
export function frameId(pass: Pass, step: number): number {
  return 2 * step + threads[pass].id;
}

export function frameOf(id: number): Frame {
  return { pass: id % 2 === 1 ? 'forward' : 'backward', step: Math.floor((id - 1) / 2) };
}
