/** The thread that trains, with helpers that do their shares of its passes. */
import { everything, type Partition } from './partition';
import type { TaskBoard } from './taskBoard';
import type { Pass, Section, Team } from './team';
import { TeamSwitch } from './teamSwitch';

/** Between two looks at whether the training was cancelled, while only helpers are still at work. */
const patience = 20;
/** A helper that has not moved for so long is gone: its thread has been killed. */
const lostAfter = 30_000;

export class Lead implements Team {
  /** Decided at each chunk: helpers that are not there yet are not waited for. */
  private helpers = 0;
  private readonly teamSwitch: TeamSwitch | undefined;
  /** Milliseconds of the sections of the chunk so far. */
  private spent = 0;

  /**
   * @param interrupted throws where the training was cancelled
   * @param adaptive whether helpers are left out where they are no help; otherwise they take part once they are there
   */
  constructor(
    private readonly board: TaskBoard,
    private readonly interrupted: () => void,
    adaptive = false,
  ) {
    this.teamSwitch = adaptive ? new TeamSwitch() : undefined;
  }

  /** @throws Error where a helper has failed */
  get share(): Partition {
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
    // Only of whole passes, which alike chunks of a training all are; of those without helpers only once there are any.
    if (section === 'weights' && this.board.allReady) {
      this.teamSwitch?.took(this.spent / (pass.rows * Math.max(pass.steps, pass.outputSteps)));
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
      // Nobody may write into the network's memory any more when this is told.
      board.stop();
      for (let helper = 0; helper < helpers; helper++) {
        this.join(helper, () => undefined);
      }
      throw error;
    }
    this.checkHelpers();
  }

  /** Lets the helpers' threads end. */
  dismiss(): void {
    this.board.end();
  }

  private checkHelpers(): void {
    const { failure } = this.board;
    if (failure !== undefined) {
      throw new Error(`a helper thread failed: ${failure}`);
    }
  }

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
