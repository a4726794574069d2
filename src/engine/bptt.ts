/**
 * Goes forward and back through the steps of one update: a whole batch, or one chunk of truncated
 * backpropagation.
 *
 * Where the tape of all these steps would take too much memory, the network has room for a segment of them.
 * Then only the state before each segment is stored on the way forward, and on the way back each segment is
 * computed again (Chen, Xu, Zhang, Guestrin 2016, "Training deep nets with sublinear memory cost"): the same
 * gradient for one more forward pass.
 */
import type { SequenceSet } from '../data/common/dataset';
import { Random } from '../data/common/random';
import { fillChunk } from './chunk';
import type { Memory } from './memory';
import type { Network } from './network';
import { nonFiniteError } from './nonFinite';
import { storedStates } from './plan';
import { Arena, type Precision, type Tensor } from './tensor';

/** The steps `from … to − 1` of some sequences. */
export interface Extract {
  readonly set: SequenceSet;
  readonly sequences: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
  /** Number of output steps, in shapes whose outputs have a time axis of their own. */
  readonly outputSteps: number;
  /** Updates done before this one. */
  readonly update: number;
}

export class Window {
  /** Sum of the losses of all target steps; set by `forward`. */
  lossSum = 0;
  targetCount = 0;
  /** States before each segment, and after the last. */
  private readonly stored: readonly Tensor[];
  private readonly arena: Arena;

  /**
   * Plans the stored states; `allocate` makes room for them.
   * @param steps the most steps of one update
   * @param seed seed of the dropout
   */
  constructor(
    private readonly network: Network,
    steps: number,
    private readonly seed: number,
    memory: Memory,
    precision: Precision,
  ) {
    const { capacity, encoder } = network;
    this.arena = new Arena(precision, memory);
    this.stored = encoder.states.plan(this.arena, storedStates(steps, capacity.steps));
  }

  allocate(): void {
    this.arena.allocate();
  }

  /**
   * Computes the loss of all steps, from the states that the network holds (zero where `from` is 0).
   * @throws NonFiniteError
   */
  forward(extract: Extract): void {
    const { network } = this;
    const { states } = network.encoder;
    const segments = this.segmentsOf(extract);
    this.lossSum = 0;
    this.targetCount = 0;
    for (let segment = 0; segment < segments; segment++) {
      this.fill(extract, segment);
      if (segment === 0 && extract.from === 0) {
        states.reset();
      }
      if (segments > 1) {
        states.storeInitial(this.stored, segment);
      }
      this.forwardSegment(extract, segment);
      if (!Number.isFinite(network.lossSum)) {
        throw this.brokenAt(extract, segment);
      }
      this.lossSum += network.lossSum;
      this.targetCount += network.targetCount;
      if (segment + 1 < segments) {
        states.carry();
      } else if (segments > 1) {
        states.storeFinal(this.stored, segments);
      }
    }
  }

  /**
   * Adds the gradients of the mean loss to those of the weights, after `forward`.
   * @param gradientNorm returns the norm of all weights' gradients; called after each segment
   * @throws NonFiniteError
   */
  backward(extract: Extract, gradientNorm: () => number): void {
    const { network, targetCount } = this;
    const { states } = network.encoder;
    const last = this.segmentsOf(extract) - 1;
    for (let segment = last; segment >= 0; segment--) {
      if (segment < last) {
        this.fill(extract, segment);
        states.recallInitial(this.stored, segment);
        this.forwardSegment(extract, segment);
      }
      network.backward({ weights: true, targetCount, keptGradient: segment < last });
      if (!Number.isFinite(gradientNorm())) {
        throw this.brokenAt(extract, segment);
      }
      if (segment > 0) {
        states.keepGradient();
      }
    }
  }

  /** Makes the state after this chunk the one before the next. */
  carryState(extract: Extract): void {
    const { states } = this.network.encoder;
    const segments = this.segmentsOf(extract);
    if (segments > 1) {
      states.recallInitial(this.stored, segments);
    } else {
      states.carry();
    }
  }

  private segmentsOf({ from, to }: Extract): number {
    return Math.max(1, Math.ceil((to - from) / this.network.capacity.steps));
  }

  private startOf({ from }: Extract, segment: number): number {
    return from + segment * this.network.capacity.steps;
  }

  private fill(extract: Extract, segment: number): void {
    const { set, sequences, to, outputSteps } = extract;
    const end = Math.min(to, this.startOf(extract, segment + 1));
    fillChunk(this.network, set, sequences, this.startOf(extract, segment), end, outputSteps);
  }

  private forwardSegment({ update }: Extract, segment: number): void {
    const { spec } = this.network;
    const path = segment > 0 ? [update, segment] : [update];
    this.network.forward({
      feedback: spec.teacherForcing ? 'target' : 'output',
      everyStep: false,
      dropout: spec.dropout > 0 ? new Random(this.seed, 'dropout', ...path) : null,
    });
  }

  private brokenAt(extract: Extract, segment: number): Error {
    return nonFiniteError(
      this.network,
      { update: extract.update + 1, during: 'update' },
      this.startOf(extract, segment),
    );
  }
}
