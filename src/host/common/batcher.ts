/**
 * Gathers what happens in quick succession, and acts once for all of it: some milliseconds after the first.
 */
export class Batcher {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly act: () => void,
    private readonly afterMs: number,
  ) {}

  /** Something has happened: acts in a while, unless that is due already. */
  soon(): void {
    this.timer ??= setTimeout(() => this.now(), this.afterMs);
  }

  /** Acts at once, also for what has been gathered. */
  now(): void {
    this.dispose();
    this.act();
  }

  /** Drops what has been gathered. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
