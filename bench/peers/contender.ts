/**
 * What every contender of the training-speed benchmark has in common, and the training step that all of them make:
 *
 *   forward over all time steps of one recurrent layer, from a zero state;
 *   loss = mean over all elements of (h − y)², where h is the sequence of hidden states itself, without a readout;
 *   backward through time into all four parameters;
 *   one update by Adam.
 *
 * Whoever does less, or something else, says so in its docstring and in `differs`.
 */
import type { Problem } from '../../src/speed/problem';

export { adam } from '../../src/speed/problem';

export interface StepResult {
  /** Of the whole training step, taken inside the peer: no pipe and no start of a process is part of it. */
  readonly milliseconds: number;
  /** Of the forward pass, before the update. */
  readonly loss: number;
}

export interface Contender {
  /** With version and settings; complete once `prepare` is done. */
  readonly name: string;
  /** In what its step is not the one above; undefined where it is the same, number for number. */
  readonly differs: string | undefined;
  /** Sets up a fresh network; may be called again with another problem. */
  prepare(problem: Problem): Promise<void>;
  step(): Promise<StepResult>;
  close(): Promise<void>;
}
