/**
 * Whether helpers are a help just now: two threads are slower than one where another program wants the second core.
 * Since the result is the same either way, both ways are tried now and then, and the quicker one is taken.
 */

/** Milliseconds after which the other way is tried again. */
const retryAfter = 2000;
/** Chunks of one trial: the first after a change is slower, caches being somebody else's. */
const trialChunks = 4;
/** Weight of the newest chunk in the mean that stands for a way. */
const newest = 0.3;
/** The other way has to be so much quicker. */
const clearly = 0.97;

type Way = 'alone' | 'together';

export class TeamSwitch {
  private readonly costs: Record<Way, number | undefined> = { alone: undefined, together: undefined };
  private way: Way = 'together';
  private chunks = 0;
  private decidedAt = 0;

  /** Whether the next chunk is to be computed together. @param now milliseconds */
  choose(now: number): boolean {
    const other = this.way === 'together' ? 'alone' : 'together';
    const [own, others] = [this.costs[this.way], this.costs[other]];
    if (this.chunks < trialChunks || own === undefined) {
      return this.way === 'together';
    }
    const untried = others === undefined;
    if (untried || others < clearly * own || now - this.decidedAt > retryAfter) {
      this.way = other;
      this.chunks = 0;
      this.decidedAt = now;
      // What it cost long ago is no reason to leave it before it has been tried again.
      this.costs[other] = undefined;
    }
    return this.way === 'together';
  }

  /** @param cost of the chunk that was chosen for, in any unit that does not depend on its size */
  took(cost: number): void {
    this.chunks++;
    if (this.chunks > 1) {
      const known = this.costs[this.way];
      this.costs[this.way] = known === undefined ? cost : known + newest * (cost - known);
    }
  }
}
