/**
 * The interface of every contender in the training-speed benchmark, and the training step that all of them
 * make:
 *
 * forward over all time steps of one recurrent layer, from a zero state; loss = mean over all elements of (h
 * − y)², where h is the sequence of hidden states itself, without a readout; backward through time into all
 * four parameters; one update by Adam.
 *
 * A contender that does less, or something else, states it in its docstring and in `differs`.
 */
import type { Problem } from '../../src/speed/problem';

export { adam } from '../../src/speed/problem';

export interface StepResult {
  /**
   * Milliseconds of the whole training step, measured inside the peer: they include no pipe and no start of a
   * process.
   */
  readonly milliseconds: number;
  /** Loss of the forward pass, before the update. */
  readonly loss: number;
}

export interface Contender {
  /** Name with version and settings; complete once `prepare` is done. */
  readonly name: string;
  /** Difference of its step from the one above; undefined when its numbers are the same. */
  readonly differs: string | undefined;
  /** Sets up a fresh network; may be called again with another problem. */
  prepare(problem: Problem): Promise<void>;
  step(): Promise<StepResult>;
  close(): Promise<void>;
}
