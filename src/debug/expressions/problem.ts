/** What is wrong with an expression, and where. */

/** Offsets into the text, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export class ExpressionError extends Error implements Span {
  override readonly name = 'ExpressionError';
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: Span) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
