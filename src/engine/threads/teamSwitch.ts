/**
 * Switches a team on and off: two threads are slower than one while another program uses the second core.
 * Since the result is the same either way, both modes are tried now and then, and the quicker one is used.
 */

/** Milliseconds after which the other mode is tried again. */
const retryAfter = 2000;
/** Chunks per trial. The first after a switch is slower, because caches are cold. */
const trialChunks = 4;
/** Weight of the newest chunk in the moving average of a mode's cost. */
const newest = 0.3;
/** Ratio to the present mode's cost below which the other mode is chosen. */
const clearly = 0.97;

type Mode = 'alone' | 'together';

export class TeamSwitch {
  private readonly costs: Record<Mode, number | undefined> = { alone: undefined, together: undefined };
  private mode: Mode = 'together';
  private chunks = 0;
  private decidedAt = 0;

  /** Decides whether the team computes the next chunk together. @param now milliseconds */
  choose(now: number): boolean {
    const other = this.mode === 'together' ? 'alone' : 'together';
    const [own, others] = [this.costs[this.mode], this.costs[other]];
    if (this.chunks < trialChunks || own === undefined) {
      return this.mode === 'together';
    }
    const untried = others === undefined;
    if (untried || others < clearly * own || now - this.decidedAt > retryAfter) {
      this.mode = other;
      this.chunks = 0;
      this.decidedAt = now;
      // Its old cost is discarded, so that the mode is tried again before it is judged.
      this.costs[other] = undefined;
    }
    return this.mode === 'together';
  }

  /** Records the cost of the chunk just computed, in any unit that does not depend on the chunk's size. */
  record(cost: number): void {
    this.chunks++;
    if (this.chunks > 1) {
      const known = this.costs[this.mode];
      this.costs[this.mode] = known === undefined ? cost : known + newest * (cost - known);
    }
  }
}
