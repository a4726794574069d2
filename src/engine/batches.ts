/** Deals sequences into batches and chunks: their sizes, their order, and the number of updates. */
import type { TrainingConfig } from '../config/schema';
import type { Dataset } from '../data/common/dataset';
import { Random } from '../data/common/random';
import { type Extent, everySequence, extentOf } from './chunk';
import { type Capacity, hasOwnOutputs } from './network';
import type { NetworkSpec } from './spec';

export class Batches {
  /** B, the batch size; smaller where there are fewer sequences. */
  readonly size: number;
  /** Batches in one epoch. */
  readonly count: number;
  /** Updates in the whole training; an estimate where truncated sequences differ in length. */
  readonly plannedUpdates: number;
  /** Room for the longest chunk. */
  readonly capacity: Capacity;
  private order: Uint32Array = new Uint32Array();
  /** The epoch to which `order` belongs. */
  private epoch = -1;

  constructor(
    private readonly dataset: Dataset,
    private readonly training: TrainingConfig,
    spec: NetworkSpec,
  ) {
    const sequences = dataset.training.count;
    this.size = Math.min(training.batchSize, sequences);
    this.count = Math.ceil(sequences / this.size);
    const longest = extentOf(dataset.training, everySequence(dataset.training));
    const { truncate, epochs } = training;
    const updates =
      truncate !== undefined && spec.shape === 'many-to-many' ? Math.ceil(longest.steps / truncate) : 1;
    this.plannedUpdates = epochs * this.count * updates;
    this.capacity = this.roomFor(longest, spec);
  }

  /** Sequences of one batch, in an order drawn anew for each epoch. */
  sequences(epoch: number, batch: number): Uint32Array {
    if (this.epoch !== epoch) {
      this.order = new Random(this.training.seed, 'order', epoch).permutation(this.dataset.training.count);
      this.epoch = epoch;
    }
    return this.order.subarray(batch * this.size, (batch + 1) * this.size);
  }

  /**
   * Room for a chunk. In a longer validation sequence the state is carried from chunk to chunk, where that is
   * possible.
   */
  private roomFor(training: Extent, spec: NetworkSpec): Capacity {
    const validation = extentOf(this.dataset.validation, everySequence(this.dataset.validation));
    const own = hasOwnOutputs(spec);
    const whole = spec.bidirectional || own;
    const longest = whole ? Math.max(training.steps, validation.steps) : training.steps;
    const steps = Math.max(1, whole ? longest : Math.min(longest, this.training.truncate ?? longest));
    const outputSteps = own ? Math.max(training.outputSteps, validation.outputSteps) : steps;
    return { rows: this.size, steps, outputSteps };
  }
}
