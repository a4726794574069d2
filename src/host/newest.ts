/** Does one thing at a time and only for the newest value: what comes while it is busy replaces what waits. */
export class Newest<T> {
  private waiting: { readonly value: T } | undefined;
  private busy = false;

  /** @param job must not reject: it knows best what to tell whom when it fails */
  constructor(private readonly job: (value: T) => Promise<void>) {}

  async offer(value: T): Promise<void> {
    this.waiting = { value };
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      while (this.waiting) {
        const next = this.waiting.value;
        this.waiting = undefined;
        await this.job(next);
      }
    } finally {
      this.busy = false;
    }
  }
}
