/**
 * Steps whose input is the output of the step before. They run one after the other through all layers,
 * forwards and back.
 */
import type { Readout } from './readout';
import type { Stack } from './stack';
import type { Part } from './threads/partition';

export class Generation {
  /**
   * @param column the column of an input row at which y_{t−1} starts
   * @param O the width of y
   */
  constructor(
    private readonly stack: Stack,
    private readonly readout: Readout,
    private readonly column: number,
    private readonly O: number,
  ) {}

  /** @param sequences the sequences to compute; the rows of all others are left alone */
  forward({ first, end }: Part): void {
    const { stack, readout, O } = this;
    const B = stack.rows;
    const x = stack.x.values;
    const y = readout.y.values;
    for (let t = 0; t < stack.steps; t++) {
      stack.forward(t, t + 1);
      readout.forward(stack.output, t * B + first, t * B + end);
      for (let b = first; b < end && t + 1 < stack.steps; b++) {
        const from = (t * B + b) * O;
        const to = this.inputAt(t + 1, b);
        for (let j = 0; j < O; j++) {
          x[to + j] = y[from + j];
        }
      }
    }
  }

  /** @param targetCount the number of target steps that the loss is a mean over */
  backward(targetCount: number, { first, end }: Part): void {
    const { stack, readout } = this;
    const B = stack.rows;
    const dx = stack.dx.values;
    for (let t = stack.steps - 1; t >= 0; t--) {
      readout.lossGradient(targetCount, t * B + first, t * B + end);
      for (let b = first; b < end && t + 1 < stack.steps; b++) {
        readout.addOutputGradient(t * B + b, dx, this.inputAt(t + 1, b));
      }
      readout.backward(stack.doutput, t * B + first, t * B + end);
      stack.backward(t, t + 1, true);
    }
  }

  private inputAt(t: number, b: number): number {
    return (t * this.stack.rows + b) * (this.column + this.O) + this.column;
  }
}
