/**
 * Batches of a run's events. A small model makes thousands of updates a second, so its events are gathered
 * and sent several times a second, which keeps the receiver's event loop free.
 */
import type { RunEvent } from '../../protocol/run';

const millisecondsBetweenBatches = 50;

export class EventBatches {
  private waiting: RunEvent[] = [];
  private sent = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds of a monotonic clock */
  constructor(
    private readonly send: (events: readonly RunEvent[]) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Sends at once the events that somebody waits for: the start, an epoch, a trace, the end. */
  add(event: RunEvent): void {
    if (event.event === 'loading' && this.waiting.at(-1)?.event === 'loading') {
      this.waiting.pop(); // only the newest is of use
    }
    this.waiting.push(event);
    if (event.event === 'step' || event.event === 'loading') {
      this.pulse();
    } else {
      this.flush();
    }
  }

  /** Sends the events that have waited long enough. */
  pulse(): void {
    if (this.waiting.length > 0 && this.now() - this.sent >= millisecondsBetweenBatches) {
      this.flush();
    }
  }

  private flush(): void {
    this.send(this.waiting);
    this.waiting = [];
    this.sent = this.now();
  }
}
