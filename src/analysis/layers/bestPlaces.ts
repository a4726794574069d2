/** Collects the best matches of a pattern in all sequences, and counts the places. */
import { compareRanges, type Pattern, type PatternRange } from './pattern';

/** The position of a match in the data file, in units of which only order and overlap are meaningful. */
export interface DataSpan {
  /** Position of its first step. */
  readonly first: number;
  /** Position of its last step. */
  readonly last: number;
}

export interface Place {
  readonly range: PatternRange;
  /**
   * Position in the data file, because windows that overlap contain a place more than once. Where it is
   * unknown, the match counts as a place of its own.
   */
  readonly span?: DataSpan;
  /** Marks the range from which the pattern was taken: it is offered first and stays first. */
  readonly own?: boolean;
}

export class BestPlaces<T extends Place> {
  /** The matches that are kept, the best first. */
  readonly best: T[] = [];
  private alone = { all: 0, whole: 0 };
  private readonly spans: (DataSpan & { readonly whole: boolean })[] = [];

  constructor(
    private readonly pattern: Pattern,
    private readonly most: number,
  ) {}

  /**
   * Counts a match, and keeps it if it is good enough.
   * @param make makes the object to keep
   */
  offer(place: Place, make: () => T): void {
    const { range, span } = place;
    const whole = range.units === this.pattern.units.length;
    if (span) {
      this.spans.push({ ...span, whole });
    } else {
      this.alone.all++;
      this.alone.whole += whole ? 1 : 0;
    }
    const { best } = this;
    const same = best.filter((known) => span && known.span && overlap(known.span, span));
    if (same.some((known) => !this.isBetter(place, known))) {
      return;
    }
    for (const known of same) {
      best.splice(best.indexOf(known), 1);
    }
    const after = best.findIndex((known) => this.isBetter(place, known));
    const at = after === -1 ? best.length : after;
    if (at < this.most) {
      best.splice(at, 0, make());
      best.length = Math.min(best.length, this.most);
    }
  }

  /** Number of places with any match, and of places where all units match. */
  count(): { readonly all: number; readonly whole: number } {
    return {
      all: this.alone.all + apart(this.spans),
      whole: this.alone.whole + apart(this.spans.filter(({ whole }) => whole)),
    };
  }

  private isBetter(one: Place, known: Place): boolean {
    return known.own !== true && compareRanges(one.range, known.range, this.pattern) < 0;
  }
}

/** Number of spans, where overlapping ones count as one. */
function apart(spans: readonly DataSpan[]): number {
  let end = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const { first, last } of spans.toSorted((one, other) => one.first - other.first)) {
    count += first > end ? 1 : 0;
    end = Math.max(end, last);
  }
  return count;
}

function overlap(one: DataSpan, other: DataSpan): boolean {
  return one.first <= other.last && other.first <= one.last;
}
