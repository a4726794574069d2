/**
 * Runs work on long traces in slices between frames, so that the panel stays responsive, and work for visible
 * elements first. Work that is small enough is done at once.
 */

/** A computation that yields wherever it may be interrupted. */
export type SlicedWork<Value> = Generator<undefined, Value>;

/** Number of values read without a pause: a few tenths of a millisecond. */
const stretch = 2 ** 17;

/**
 * Reads rows 0 … `count`−1 of `size` values each, with a pause before each stretch; a few rows without any
 * pause.
 */
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

/** An object that waits for a value. */
export interface Waiter {
  /** Whether the waiting element is visible; then its work is done first. */
  readonly seen: boolean;
  /** Called once the value is available. */
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
   * @param milliseconds time limit of a slice
   */
  constructor(
    private readonly later: (run: () => void) => void,
    private readonly milliseconds: number,
  ) {}

  /**
   * Adds work to the queue.
   * @param options.urgent whether it is done before the work added earlier
   * @returns a function that cancels the work, if it is not done
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
    // Runs at least once, so that there is always progress.
    do {
      const job = this.jobs.find(({ waiters }) => [...waiters].some(({ seen }) => seen)) ?? this.jobs.at(0);
      job?.go();
    } while (this.jobs.length > 0 && performance.now() < end);
    this.call();
  }
}

/** The page's scheduler. Its slices are short, because a frame has 16 ms and drawing needs part of them. */
let scheduler: Scheduler | undefined;

function pageScheduler(): Scheduler {
  if (!scheduler) {
    // A message channel, not a timer: browsers delay nested timers by 4 ms.
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
 * Schedules work; work without a pause is done at once.
 * @param urgency urgent work is done before all that waits, such as a figure before the text about the next
 * one
 * @returns a function that cancels the work, if it is not done
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
 * Runs `compute` in slices, once for each key.
 * @returns a function that returns the value, or undefined until it is computed; then the waiter is woken
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
