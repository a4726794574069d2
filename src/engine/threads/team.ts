/** The team that computes a network's passes: one thread, or several that each compute their partition. */
import { everything, type Partition } from './partition';

/** A part of a pass that threads compute in parallel, with a barrier at its end. */
export type Section = 'forward' | 'backward' | 'weights';

/** The arguments of a section, besides the memory that all threads share. */
export interface Pass {
  /** B, T of the inputs and T of the outputs of the chunk. */
  readonly rows: number;
  readonly steps: number;
  readonly outputSteps: number;
  /** The source of a decoder's next input: the true previous target, or its own output. */
  readonly feedback: 'target' | 'output';
  /** Whether outputs are computed for every step, not only for those with a target. */
  readonly everyStep: boolean;
  readonly dropping: boolean;
  /** Number of target steps, over which the loss is a mean. */
  readonly targetCount: number;
  /** Whether ∂L/∂x is wanted. */
  readonly inputGradient: boolean;
  /** Whether the gradients at the final states are those kept from the chunk that follows. */
  readonly keptGradient: boolean;
}

/** The pass of a network that has not computed anything yet. */
export const noPass: Pass = {
  rows: 0,
  steps: 0,
  outputSteps: 0,
  targetCount: 0,
  feedback: 'target',
  everyStep: false,
  dropping: false,
  inputGradient: false,
  keptGradient: false,
};

export interface Team {
  /** The partition of the thread that holds the network. */
  readonly partition: Partition;
  /** Has all threads compute their partitions of a section: helpers by `pass`, this thread by `own`. */
  together(section: Section, pass: Pass, own: () => void): void;
}

export const alone: Team = { partition: everything, together: (_, __, own) => own() };
