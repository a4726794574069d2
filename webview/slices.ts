/**
 * Work on a long trace, done in slices between frames so that the panel answers meanwhile, and what is in sight first.
 * What is small enough is done at once.
 */

/** Yields where it may be left for a while: after about `stretch` values. */
export type Work<Value> = Generator<undefined, Value>;

/** Values that are read between two yields: some tenths of a millisecond. */
export const stretch = 2 ** 17;

/** Who waits for a value. */
export interface Asker {
  /** Whether it is in sight: then its work comes first. */
  readonly seen: boolean;
  /** The value is there. */
  wake(): void;
}

interface Job {
  readonly work: Work<unknown>;
  readonly askers: ReadonlySet<Asker>;
  done(value: unknown): void;
}

export class Slices {
  private readonly jobs: Job[] = [];
  private due = false;

  /**
   * @param later runs a function soon, after the browser has had its turn
   * @param milliseconds that a slice may take
   */
  constructor(
    private readonly later: (run: () => void) => void,
    private readonly milliseconds: number,
  ) {}

  add(job: Job): void {
    this.jobs.push(job);
    this.call();
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
    // One stretch in any case, so that it goes on.
    do {
      const job = this.jobs.find(({ askers }) => [...askers].some(({ seen }) => seen)) ?? this.jobs[0];
      const next = job.work.next();
      if (next.done) {
        this.jobs.splice(this.jobs.indexOf(job), 1);
        job.done(next.value);
      }
    } while (this.jobs.length > 0 && performance.now() < end);
    this.call();
  }
}

/** The page's own. A frame has 16 ms, and what is drawn in it needs some. */
let slices: Slices | undefined;

function pageSlices(): Slices {
  if (!slices) {
    // Not a timer: browsers make a timer that follows a timer wait for 4 ms.
    const { port1, port2 } = new MessageChannel();
    let next: () => void = () => undefined;
    port1.onmessage = () => next();
    slices = new Slices((run) => {
      next = run;
      port2.postMessage(null);
    }, 4);
  }
  return slices;
}

interface Entry<Value> {
  result: { readonly value: Value } | undefined;
  readonly askers: Set<Asker>;
}

/**
 * `compute` in slices, once for each key.
 * @returns the value; undefined while it is not there: then the asker is woken when it is
 */
export function memoizeInSlices<Key extends object, Value>(
  compute: (key: Key) => Work<Value>,
): (key: Key, asker: Asker) => Value | undefined {
  const known = new WeakMap<Key, Entry<Value>>();
  return (key, asker) => {
    let entry = known.get(key);
    if (!entry) {
      entry = start(compute(key));
      known.set(key, entry);
    }
    if (!entry.result) {
      entry.askers.add(asker);
    }
    return entry.result?.value;
  };
}

function start<Value>(work: Work<Value>): Entry<Value> {
  const first = work.next();
  const entry: Entry<Value> = {
    result: first.done ? { value: first.value } : undefined,
    askers: new Set(),
  };
  if (!first.done) {
    pageSlices().add({
      work: finish(work, entry),
      askers: entry.askers,
      done: () => {
        for (const asker of entry.askers) {
          asker.wake();
        }
        entry.askers.clear();
      },
    });
  }
  return entry;
}

function* finish<Value>(work: Work<Value>, entry: Entry<Value>): Work<void> {
  entry.result = { value: yield* work };
}
