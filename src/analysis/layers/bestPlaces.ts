/** The best matches of a pattern among those of all sequences, and how many places there are. */
import { compareRanges, type Pattern, type PatternRange } from './pattern';

/** Where a match stands in the data file, in units that only order and overlap mean something of. */
export interface DataSpan {
  /** Of its first step. */
  readonly first: number;
  /** Of its last. */
  readonly last: number;
}

export interface Place {
  readonly range: PatternRange;
  /** Absent where it cannot be told: then it is a place of its own. Windows that overlap show a place more than once. */
  readonly span?: DataSpan;
  /** Of the range itself that is looked for: offered first, it stays first. */
  readonly own?: boolean;
}

export class BestPlaces<T extends Place> {
  /** The best first. */
  readonly best: T[] = [];
  private alone = { all: 0, whole: 0 };
  private readonly spans: (DataSpan & { readonly whole: boolean })[] = [];

  constructor(
    private readonly pattern: Pattern,
    private readonly most: number,
  ) {}

  /** @param make makes what is kept, where the match is good enough */
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

  /** Places with any match, and with all units. */
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

/** How many there are, where those that overlap are one. */
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
