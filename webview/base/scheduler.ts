/**
 * Work on a long trace, done in slices between frames so that the panel answers meanwhile, and what is in sight first.
 * What is small enough is done at once.
 */

/** Yields where it may be left for a while. */
export type SlicedWork<Value> = Generator<undefined, Value>;

/** Values that are read without a pause: some tenths of a millisecond. */
const stretch = 2 ** 17;

/** Reads rows 0 … `count`−1 of `size` values each, with a pause before each stretch; few of them at once. */
export function* inStretches(
  count: number,
  size: number,
  read: (from: number, to: number) => void,
): SlicedWork<void> {
  const many = Math.max(1, Math.floor(stretch / Math.max(1, size)));
  if (count <= many) {
    read(0, count);
    return;
  }
  for (let from = 0; from < count; from += many) {
    yield;
    read(from, Math.min(count, from + many));
  }
}

/** Who waits for a value. */
export interface Waiter {
  /** Whether it is in sight: then its work comes first. */
  readonly seen: boolean;
  /** The value is there. */
  wake(): void;
}

interface Urgency {
  readonly urgent?: boolean;
}

interface Job {
  readonly waiters: ReadonlySet<Waiter>;
  go(): void;
}

export class Scheduler {
  private jobs: readonly Job[] = [];
  private due = false;

  /**
   * @param later runs a function soon, after the browser has had its turn
   * @param milliseconds that a slice may take
   */
  constructor(
    private readonly later: (run: () => void) => void,
    private readonly milliseconds: number,
  ) {}

  /**
   * @param options.urgent before what was added before
   * @returns gives the work up, if it is not done
   */
  add<Value>(
    work: SlicedWork<Value>,
    waiters: ReadonlySet<Waiter>,
    done: (value: Value) => void,
    { urgent = false }: Urgency = {},
  ): () => void {
    const job: Job = {
      waiters,
      go: () => {
        const next = work.next();
        if (next.done) {
          this.drop(job);
          done(next.value);
        }
      },
    };
    this.jobs = urgent ? [job, ...this.jobs] : [...this.jobs, job];
    this.call();
    return () => this.drop(job);
  }

  private drop(job: Job): void {
    this.jobs = this.jobs.filter((other) => other !== job);
  }

  private call(): void {
    if (!this.due && this.jobs.length > 0) {
      this.due = true;
      this.later(() => this.run());
    }
  }

  private run(): void {
    this.due = false;
    const end = performance.now() + this.milliseconds;
    // At least once, so that it goes on.
    do {
      const job = this.jobs.find(({ waiters }) => [...waiters].some(({ seen }) => seen)) ?? this.jobs.at(0);
      job?.go();
    } while (this.jobs.length > 0 && performance.now() < end);
    this.call();
  }
}

/** The page's own. A frame has 16 ms, and what is drawn in it needs some. */
let scheduler: Scheduler | undefined;

function pageScheduler(): Scheduler {
  if (!scheduler) {
    // Not a timer: browsers make a timer that follows a timer wait for 4 ms.
    const { port1, port2 } = new MessageChannel();
    let next: () => void = () => undefined;
    port1.onmessage = () => next();
    scheduler = new Scheduler((run) => {
      next = run;
      port2.postMessage(null);
    }, 4);
  }
  return scheduler;
}

/**
 * Work without a pause is done at once.
 * @param urgency urgent work goes before all that is waiting, such as a figure before what is said of the next one
 * @returns gives it up, if it is not done
 */
export function schedule<Value>(
  work: SlicedWork<Value>,
  waiters: ReadonlySet<Waiter>,
  done: (value: Value) => void,
  urgency: Urgency = {},
): () => void {
  const first = work.next();
  if (first.done) {
    done(first.value);
    return () => undefined;
  }
  return pageScheduler().add(work, waiters, done, urgency);
}

/**
 * `compute` in slices, once for each key.
 * @returns the value; undefined while it is not there: then the asker is woken when it is
 */
export function memoizeSliced<Key extends object, Value>(
  compute: (key: Key) => SlicedWork<Value>,
): (key: Key, waiter: Waiter) => Value | undefined {
  interface Entry {
    result: { readonly value: Value } | undefined;
    readonly waiters: Set<Waiter>;
  }
  const known = new WeakMap<Key, Entry>();
  const start = (key: Key): Entry => {
    const entry: Entry = { result: undefined, waiters: new Set() };
    schedule(compute(key), entry.waiters, (value) => {
      entry.result = { value };
      for (const waiter of entry.waiters) {
        waiter.wake();
      }
      entry.waiters.clear();
    });
    return entry;
  };
  return (key, waiter) => {
    let entry = known.get(key);
    if (!entry) {
      entry = start(key);
      known.set(key, entry);
    }
    if (!entry.result) {
      entry.waiters.add(waiter);
    }
    return entry.result?.value;
  };
}
