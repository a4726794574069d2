/** Who computes a network's passes: one thread, or several that each do their share. */
import { everything, type Partition } from './partition';

/** A part of a pass that threads do side by side; all of them have ended it before the next one begins. */
export type Section = 'forward' | 'backward' | 'weights';

/** What a section needs to know besides the memory that all threads share. */
export interface Pass {
  /** B, T of the inputs and T of the outputs of the chunk. */
  readonly rows: number;
  readonly steps: number;
  readonly outputSteps: number;
  /** Where a decoder's next input comes from: the true previous target, or its own output. */
  readonly feedback: 'target' | 'output';
  /** Outputs for every step, not only for those with a target. */
  readonly everyStep: boolean;
  readonly dropping: boolean;
  /** Target steps that the loss is a mean over. */
  readonly targetCount: number;
  /** Whether ∂L/∂x is wanted. */
  readonly inputGradient: boolean;
  /** Whether the gradients at the final states are those that were kept of the next chunk. */
  readonly keptGradient: boolean;
}

/** Before anything is asked for. */
export const noPass: Pass = {
  ...{ rows: 0, steps: 0, outputSteps: 0, targetCount: 0 },
  ...{ feedback: 'target', everyStep: false, dropping: false, inputGradient: false, keptGradient: false },
};

export interface Team {
  /** What the thread that holds the network does itself. */
  readonly share: Partition;
  /** Has everybody do their share of a section: the others by `pass`, this thread by `own`. */
  together(section: Section, pass: Pass, own: () => void): void;
}

export const alone: Team = { share: everything, together: (_, __, own) => own() };
