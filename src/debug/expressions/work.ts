/** The work that one expression may do, so that none keeps the debugger waiting. It is counted, not timed. */
import { ExpressionError, type Span } from './problem';

export class Work {
  private left = most;

  /** @param operations about as many as a multiplication takes */
  spend(operations: number, span: Span): void {
    this.left -= operations;
    if (this.left < 0) {
      throw new ExpressionError('this is too much to compute in one expression', span);
    }
  }
}

/** A second or two: the eigenvalues of a block of 512 units, which take about 10·H³. */
const most = 2e9;
