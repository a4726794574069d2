/** Errors of expressions, with the span of the text that they are about. */

/** A part of the text, by its offsets; the end is exclusive. */
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
