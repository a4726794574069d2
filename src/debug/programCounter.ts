/**
 * Where the debugger stands: a time step, and inside of it an operation. Everything is computed already, so it goes either way.
 * It knows nothing of the protocol. Pure.
 */

/** Forwards through the sequence, or backwards through it with the gradient. */
export type Pass = 'forward' | 'backward';

/** Where one of the passes stands. */
export interface Position {
  readonly step: number;
  /** The operation inside of the step that was done last; null: the whole step is done. */
  readonly operation: number | null;
}

export type Direction = 'forward' | 'reverse';

export class ProgramCounter {
  private readonly places: Record<Pass, Position>;

  /**
   * @param steps how many there are
   * @param operations how many a step has
   */
  constructor(
    readonly steps: number,
    private readonly operations: (step: number) => number,
  ) {
    this.places = {
      forward: { step: 0, operation: null },
      backward: { step: steps - 1, operation: null },
    };
  }

  at(pass: Pass): Position {
    return this.places[pass];
  }

  /** The last step in a direction of a pass. */
  end(pass: Pass, direction: Direction): number {
    return (pass === 'forward') === (direction === 'forward') ? this.steps - 1 : 0;
  }

  /** To a step, done whole. */
  go(pass: Pass, step: number): void {
    this.places[pass] = { step: Math.min(this.steps - 1, Math.max(0, step)), operation: null };
  }

  /** The next step, or inside of a step the next operation. @returns whether there was one */
  next(pass: Pass, direction: Direction): boolean {
    const { step, operation } = this.places[pass];
    if (operation === null) {
      return this.move(pass, direction);
    }
    const to = operation + (direction === 'forward' ? 1 : -1);
    if (to >= 0 && to < this.operations(step)) {
      this.places[pass] = { step, operation: to };
      return true;
    }
    if (direction === 'reverse') {
      this.go(pass, step);
      return true;
    }
    return this.move(pass, direction);
  }

  /** Into a step, to its first operation; inside, to the next one. Backwards there are none to go into. */
  into(pass: Pass): boolean {
    const { step, operation } = this.places[pass];
    if (pass === 'backward' || operation !== null || this.operations(step) === 0) {
      return this.next(pass, 'forward');
    }
    this.places[pass] = { step, operation: 0 };
    return true;
  }

  /** To the end of the step, or where it stands there already, on to the next. */
  out(pass: Pass): boolean {
    const { step, operation } = this.places[pass];
    if (operation === null) {
      return this.next(pass, 'forward');
    }
    this.go(pass, step);
    return true;
  }

  /**
   * On to the next step where `stop` says why, and to the last one where it never does.
   * @returns what it said; undefined at an end
   */
  run<Reason>(
    pass: Pass,
    direction: Direction,
    stop: (step: number) => Reason | undefined,
  ): Reason | undefined {
    while (this.move(pass, direction)) {
      const reason = stop(this.places[pass].step);
      if (reason !== undefined) {
        return reason;
      }
    }
    return undefined;
  }

  private move(pass: Pass, direction: Direction): boolean {
    const { step } = this.places[pass];
    if (step === this.end(pass, direction)) {
      this.go(pass, step);
      return false;
    }
    this.go(pass, step + (this.end(pass, direction) > step ? 1 : -1));
    return true;
  }
}
