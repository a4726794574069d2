/**
 * Plans the memory of a training before it begins: whether the tape of an update fits, or forward passes are
 * recomputed.
 */
import { DataError } from '../data/common/dataset';
import { gigabytes } from '../notation/numbers';
import { hasOwnOutputs } from './network';
import type { NetworkSpec } from './spec';

export interface MemoryPlan {
  /**
   * Bytes of weights, gradients, optimizer, tapes and stored states: everything that the engine allocates.
   */
  readonly bytes: number;
  /** Number of steps whose tape is kept at once. */
  readonly segment: number;
  /**
   * Whether these are fewer than the steps of an update, so that forward passes are computed a second time.
   */
  readonly recomputed: boolean;
}

/** The demands on memory, in bytes. */
export interface Demands {
  readonly spec: NetworkSpec;
  /** B, the batch size, and T, the steps of an update. */
  readonly rows: number;
  readonly steps: number;
  /** Bytes that do not depend on the plan: weights, optimizer, the network that records traces. */
  readonly fixed: number;
  /** Returns the bytes of a network with room for `steps` steps. */
  networkBytes(steps: number): number;
  /** Bytes of the states of all layers between two steps. */
  readonly stateBytes: number;
}

/** Fewest rows of a product: with fewer, most of its time goes into the margins. */
const fewestRows = 256;

/**
 * @param limit bytes that may be taken
 * @throws DataError where the training needs more
 */
export function planMemory(limit: number, demands: Demands): MemoryPlan {
  const { spec, steps, fixed, networkBytes, stateBytes } = demands;
  const whole = fixed + networkBytes(steps);
  if (whole <= limit) {
    return { bytes: whole, segment: steps, recomputed: false };
  }
  if (spec.bidirectional || hasOwnOutputs(spec)) {
    const why = spec.bidirectional ? 'read in both directions' : `of shape ${spec.shape}`;
    throw tooLarge(whole, limit, `sequences ${why} cannot be cut into segments`, '');
  }
  const segment = frugalSegment(demands);
  const bytes = fixed + networkBytes(segment) + storedStates(steps, segment) * stateBytes;
  if (bytes > limit) {
    const how = `with forward passes recomputed every ${segment} steps`;
    throw tooLarge(bytes, limit, how, ', set training.truncate');
  }
  return { bytes, segment, recomputed: segment < steps };
}

/**
 * Number of stored states: one before each segment and one after the last; none where there is only one
 * segment.
 */
export function storedStates(steps: number, segment: number): number {
  return segment < steps ? Math.ceil(steps / segment) + 1 : 0;
}

/**
 * Length of the segments that take the least memory, but with at least `fewestRows` rows each. A tape of S
 * steps and T/S stored states take a·S + b·T/S bytes, which is least at S = √(b·T/a). Longer segments are no
 * faster, since each step is computed forwards twice in any case.
 */
function frugalSegment({ rows, steps: T, networkBytes, stateBytes }: Demands): number {
  const tape = networkBytes(2) - networkBytes(1);
  const best = Math.ceil(Math.sqrt((stateBytes * T) / tape));
  return Math.min(T, Math.max(best, Math.ceil(fewestRows / rows)));
}

function tooLarge(bytes: number, limit: number, how: string, truncate: string): DataError {
  return new DataError(
    `training.memory: this training needs ${sizeText(bytes)} GB, ${how}; at most ${sizeText(limit)} GB may be used: ` +
      `make training.batchSize, model.hiddenSize or the sequences smaller${truncate}, or allow more (up to 4)`,
    ['training', 'memory'],
  );
}

function sizeText(bytes: number): string {
  return gigabytes(bytes, bytes < 1e8 ? 3 : 2);
}
