/**
 * Runs one job at a time and only for the newest value: a value that arrives while the job runs replaces the
 * one that waits. After each job it rests longer than it worked, so that it takes only a small share of the
 * thread's time.
 */
export class Throttler<T> {
  private waiting: { readonly value: T } | undefined;
  private busy = false;
  private readonly rests: boolean;

  /**
   * @param job must not reject; it reports its own errors
   * @param options.rests false if the user waits for each result
   */
  constructor(
    private readonly job: (value: T) => Promise<void>,
    { rests = true }: { readonly rests?: boolean } = {},
  ) {
    this.rests = rests;
  }

  async queue(value: T): Promise<void> {
    this.waiting = { value };
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      while (this.waiting) {
        const next = this.waiting.value;
        this.waiting = undefined;
        const start = performance.now();
        await this.job(next);
        const worked = performance.now() - start;
        if (!this.rests) {
          continue;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.max(shortestRestMs, restPerWork * worked)));
      }
    } finally {
      this.busy = false;
    }
  }
}

const shortestRestMs = 100;
const restPerWork = 4;
