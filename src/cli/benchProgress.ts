/** The progress of a measurement, as one line of a terminal that is rewritten in place. */
import { clock } from '../notation/durations';
import type { Progress } from '../speed/measure';
import type { Terminal } from './progressBar';

const clearLine = '\r\x1b[2K';

export class BenchProgress {
  /** @param watched whether this is a terminal: nothing is written otherwise */
  constructor(
    private readonly terminal: Terminal,
    private readonly watched: boolean,
  ) {}

  /** `measuring: 48 %, round 13, 14.2 s left` */
  draw({ share, rounds, secondsLeft }: Progress): void {
    const left = `${clock(secondsLeft)} left`;
    this.write(`measuring: ${Math.floor(100 * share)} %, round ${rounds + 1}, ${left}`);
  }

  clear(): void {
    this.write('');
  }

  private write(text: string): void {
    if (this.watched) {
      this.terminal.write(clearLine + text.slice(0, (this.terminal.columns ?? 80) - 1));
    }
  }
}
