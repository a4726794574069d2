/**
 * Where the debugger stands: a time step, and inside of it an operation. Everything is computed already, so
 * it moves in either direction. It knows nothing of the protocol. Pure.
 */

/** Forwards through the sequence, or backwards through it with the gradient. */
export type Pass = 'forward' | 'backward';

/**
 * Along a pass, or against it: the forward pass in reverse goes to earlier steps, the backward pass to later
 * ones.
 */
export type Direction = 'forward' | 'reverse';

/** Where one of the passes stands. */
export interface Position {
  readonly step: number;
  /** The last operation that is done inside of the step; null: the whole step is done. */
  readonly operation: number | null;
}

export class ProgramCounter {
  private positions: Record<Pass, Position>;

  /**
   * @param steps number of steps
   * @param operations number of operations of a step
   */
  constructor(
    readonly steps: number,
    private readonly operations: (step: number) => number,
  ) {
    this.positions = firstPositions(steps);
  }

  at(pass: Pass): Position {
    return this.positions[pass];
  }

  /** The last step of a pass in a direction. */
  end(pass: Pass, direction: Direction): number {
    return (pass === 'forward') === (direction === 'forward') ? this.steps - 1 : 0;
  }

  /** Moves both passes to their first step. */
  restart(): void {
    this.positions = firstPositions(this.steps);
  }

  /** Moves to a step, with all its operations done. */
  go(pass: Pass, step: number): void {
    this.positions[pass] = { step: Math.min(this.steps - 1, Math.max(0, step)), operation: null };
  }

  /**
   * Moves to the next step; inside of a step to the next operation.
   * @returns whether there was one
   */
  next(pass: Pass, direction: Direction): boolean {
    const { step, operation } = this.positions[pass];
    if (operation === null) {
      return this.move(pass, direction);
    }
    const to = operation + (direction === 'forward' ? 1 : -1);
    if (to >= 0 && to < this.operations(step)) {
      this.positions[pass] = { step, operation: to };
      return true;
    }
    if (direction === 'reverse') {
      this.go(pass, step);
      return true;
    }
    return this.move(pass, direction);
  }

  /**
   * Moves into a step, to its first operation; inside of it, to the next one. The backward pass has no
   * operations to step into.
   */
  into(pass: Pass): boolean {
    const { step, operation } = this.positions[pass];
    if (pass === 'backward' || operation !== null || this.operations(step) === 0) {
      return this.next(pass, 'forward');
    }
    this.positions[pass] = { step, operation: 0 };
    return true;
  }

  /** Moves to the end of the step; where it stands there already, to the next step. */
  out(pass: Pass): boolean {
    const { step, operation } = this.positions[pass];
    if (operation === null) {
      return this.next(pass, 'forward');
    }
    this.go(pass, step);
    return true;
  }

  /**
   * Moves to the next step for which `stop` returns a reason, or to the last one.
   * @returns the reason; undefined at the last step
   */
  run<Reason>(
    pass: Pass,
    direction: Direction,
    stop: (step: number) => Reason | undefined,
  ): Reason | undefined {
    while (this.move(pass, direction)) {
      const reason = stop(this.positions[pass].step);
      if (reason !== undefined) {
        return reason;
      }
    }
    return undefined;
  }

  private move(pass: Pass, direction: Direction): boolean {
    const { step } = this.positions[pass];
    if (step === this.end(pass, direction)) {
      this.go(pass, step);
      return false;
    }
    this.go(pass, step + (this.end(pass, direction) > step ? 1 : -1));
    return true;
  }
}

function firstPositions(steps: number): Record<Pass, Position> {
  return {
    forward: { step: 0, operation: null },
    backward: { step: steps - 1, operation: null },
  };
}
