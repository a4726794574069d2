/**
 * Does one thing at a time and only for the newest value: what comes while it is busy replaces what waits. After each
 * time it rests longer than it worked, so that it never takes more than a small share of the thread.
 */
export class Throttler<T> {
  private waiting: { readonly value: T } | undefined;
  private busy = false;
  private readonly rests: boolean;

  /**
   * @param job must not reject: it knows best what to tell whom when it fails
   * @param options.rests false where a person waits for each
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
