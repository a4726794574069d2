/** The meter of classes: confusion matrix, scores of each class, accuracies, and perplexity. */
import type { SequenceShape } from '../data/common/dataset';
import type { ClassDetail, ClassScore, ConfusionCell, Place, SetMetrics } from './measured';
import { isGenerated, type MeasuredChunk, type Meter } from './meter';
import { scoreOf } from './score';

/** Most classes of which a confusion matrix is kept. */
export const mostConfused = 128;
/** Places kept of all cells together, and of one cell at least and at most. */
const mostPlaces = 4096;
const [fewestOfCell, mostOfCell] = [2, 64];

export class ClassMeter implements Meter {
  targets = 0;
  private readonly support: Float64Array;
  private readonly answered: Float64Array;
  private readonly right: Float64Array;
  /** `[K][K]` target steps by target and answer; empty where there are too many classes. */
  private readonly confusion: Float64Array;
  private readonly places = new Map<number, Place[]>();
  private readonly placesOfCell: number;
  /** Σ −ln p of the targets. */
  private surprise = 0;
  private sequences = 0;
  private sequencesRight = 0;

  /** @param K number of classes */
  constructor(
    private readonly K: number,
    private readonly shape: SequenceShape,
    private readonly detailed: boolean,
  ) {
    this.support = new Float64Array(K);
    this.answered = new Float64Array(K);
    this.right = new Float64Array(K);
    this.confusion = new Float64Array(detailed && K <= mostConfused ? K * K : 0);
    this.placesOfCell = Math.min(mostOfCell, Math.max(fewestOfCell, Math.floor(mostPlaces / (K * K))));
  }

  add({ sequences, from, rows, place, mask, logits, y, targetClass }: MeasuredChunk): void {
    const { K, confusion } = this;
    const B = sequences.length;
    const wrong = new Uint8Array(B);
    for (let row = 0; row < rows; row++) {
      const at = place[row];
      if (mask[at] === 0) {
        continue;
      }
      const target = targetClass[at];
      const answer = largest(logits, row * K, K);
      this.targets++;
      this.support[target]++;
      this.answered[answer]++;
      if (target === answer) {
        this.right[target]++;
      } else {
        wrong[at % B] = 1;
      }
      this.surprise += surpriseAt(logits, y, row * K, K, target);
      if (confusion.length > 0) {
        confusion[target * K + answer]++;
        this.keep(target * K + answer, { sequence: sequences[at % B], step: from + Math.floor(at / B) });
      }
    }
    // A generated sequence is in one chunk as a whole.
    this.sequences += B;
    this.sequencesRight += wrong.reduce((sum, one) => sum + 1 - one, 0);
  }

  metrics(): SetMetrics {
    const { targets, right, support } = this;
    const scores = this.scores();
    const present = scores.filter((score) => score.support > 0);
    const used = scores.filter((score) => score.support > 0 || score.answered > 0);
    const single = this.shape === 'many-to-one' || this.shape === 'one-to-one';
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const nats = this.surprise / targets;
    return {
      accuracy: sumOf(right) / sumOf(support),
      balancedAccuracy: mean(present.map(({ recall }) => recall)),
      f1: mean(used.map(({ f1 }) => f1)),
      ...(isGenerated(this.shape) ? { sequenceAccuracy: this.sequencesRight / this.sequences } : {}),
      ...(single ? {} : { perplexity: finite(Math.exp(nats)), bitsPerStep: finite(nats / Math.LN2) }),
    };
  }

  detail(): ClassDetail {
    const { K, confusion, support, targets } = this;
    const cells: ConfusionCell[] = [];
    confusion.forEach((count, cell) => {
      if (count > 0) {
        const [target, answer] = [Math.floor(cell / K), cell % K];
        cells.push({
          target,
          answer,
          count,
          share: count / support[target],
          places: this.places.get(cell) ?? [],
        });
      }
    });
    return {
      of: 'classes',
      classes: this.scores(),
      confusion: this.detailed && confusion.length === 0 ? null : cells,
      mostFrequent: support.reduce((most, one) => Math.max(most, one), 0) / targets,
    };
  }

  private scores(): ClassScore[] {
    return Array.from(this.support, (support, k) => scoreOf(support, this.answered[k], this.right[k]));
  }

  /** Keeps a place of a cell: the first of each sequence, for so many sequences. */
  private keep(cell: number, place: Place): void {
    const places = this.places.get(cell);
    if (!places) {
      this.places.set(cell, [place]);
    } else if (
      places.length < this.placesOfCell &&
      places.every(({ sequence }) => sequence !== place.sequence)
    ) {
      places.push(place);
    }
  }
}

/** Index of the largest of K numbers; of equal ones the first, as in NumPy and PyTorch. */
function largest(values: ArrayLike<number>, at: number, K: number): number {
  let best = 0;
  for (let k = 1; k < K; k++) {
    if (values[at + k] > values[at + best]) {
      best = k;
    }
  }
  return best;
}

/**
 * −ln p of the target. A probability keeps its relative precision down to the smallest normal Float32; one
 * that is smaller is computed from the logits, as in the loss.
 */
function surpriseAt(
  logits: ArrayLike<number>,
  y: ArrayLike<number>,
  at: number,
  K: number,
  target: number,
): number {
  const p = y[at + target];
  if (p > 1e-30) {
    return -Math.log(p);
  }
  const top = logits[at + largest(logits, at, K)];
  let sum = 0;
  for (let k = 0; k < K; k++) {
    sum += Math.exp(logits[at + k] - top);
  }
  return top + Math.log(sum) - logits[at + target];
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, one) => sum + one, 0);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
