/** The primary thread of a team: it trains, and has helpers compute their partitions of its passes. */
import { everything, type Partition } from './partition';
import type { TaskBoard } from './taskBoard';
import type { Pass, Section, Team } from './team';
import { TeamSwitch } from './teamSwitch';

/** Milliseconds between two checks for cancellation, while only helpers are still at work. */
const patience = 20;
/**
 * Milliseconds without a heartbeat after which a helper counts as lost, because its thread has been killed.
 */
const lostAfter = 30_000;

export class Lead implements Team {
  /**
   * Number of helpers of this chunk, decided at its start; the lead does not wait for helpers that are not
   * ready yet.
   */
  private helpers = 0;
  private readonly teamSwitch: TeamSwitch | undefined;
  /** Milliseconds that the sections of this chunk have taken so far. */
  private spent = 0;

  /**
   * @param interrupted throws when the training has been cancelled
   * @param adaptive whether helpers are left out while they gain nothing; otherwise they take part once they
   * are ready
   */
  constructor(
    private readonly board: TaskBoard,
    private readonly interrupted: () => void,
    adaptive = false,
  ) {
    this.teamSwitch = adaptive ? new TeamSwitch() : undefined;
  }

  /** @throws Error where a helper has failed */
  get partition(): Partition {
    this.checkHelpers();
    const { board, teamSwitch } = this;
    this.spent = 0;
    this.helpers = board.allReady && (teamSwitch?.choose(performance.now()) ?? true) ? board.helpers : 0;
    return this.helpers === 0 ? everything : { index: 0, of: 1 + this.helpers };
  }

  together(section: Section, pass: Pass, own: () => void): void {
    const start = performance.now();
    if (this.helpers === 0) {
      own();
    } else {
      this.divide(section, pass, own);
    }
    this.spent += performance.now() - start;
    // Costs are compared over whole passes, which end with the weights; passes without helpers count only
    // once there are helpers to choose.
    if (section === 'weights' && this.board.allReady) {
      this.teamSwitch?.record(this.spent / (pass.rows * Math.max(pass.steps, pass.outputSteps)));
    }
  }

  private divide(section: Section, pass: Pass, own: () => void): void {
    const { board, helpers } = this;
    board.post({ section, pass, of: 1 + helpers });
    try {
      own();
      for (let helper = 0; helper < helpers; helper++) {
        this.join(helper, this.interrupted);
      }
    } catch (error) {
      // When the error leaves this function, no thread may write into the network's memory any more.
      board.stop();
      for (let helper = 0; helper < helpers; helper++) {
        this.join(helper, () => undefined);
      }
      throw error;
    }
    this.checkHelpers();
  }

  /** Ends the helpers' threads. */
  dismiss(): void {
    this.board.end();
  }

  private checkHelpers(): void {
    const { failure } = this.board;
    if (failure !== undefined) {
      throw new Error(`a helper thread failed: ${failure}`);
    }
  }

  /** The barrier at the end of a section: waits until a helper has done its task. */
  private join(helper: number, interrupted: () => void): void {
    const { board } = this;
    let beats = board.beatsOf(helper);
    let still = 0;
    while (!board.waitFor(helper, patience)) {
      interrupted();
      const now = board.beatsOf(helper);
      still = now === beats ? still + patience : 0;
      beats = now;
      if (still > lostAfter) {
        throw new Error('a helper thread was lost: it no longer answers');
      }
    }
  }
}
