/** What is wrong with an expression, and where. */

/** Offsets into the text, the end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export class ExpressionError extends Error implements Place {
  override readonly name = 'ExpressionError';
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: Place) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
