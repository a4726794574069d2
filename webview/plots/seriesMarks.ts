/** The marks of a series, one function each: a line, columns where a line is dense, dots, and bars. */
import type { Covered } from '../drawing/denseLine';

/** Context and size for drawing a mark, in the canvas's own pixels. */
export interface MarkSpace {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Pixels of the canvas per pixel of the page. */
  readonly ratio: number;
  /** Number of steps in view, which determines the width of bars. */
  readonly steps: number;
}

/** Points, one per step, in pixels; `y` is not finite where there is none. */
export interface MarkPoints {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Draws a line, with gaps where there are no points. @param dash in pixels of the page */
export function drawLine(
  { context, width, ratio, steps }: MarkSpace,
  { x, y }: MarkPoints,
  dash: readonly number[],
): void {
  context.setLineDash(dash.map((length) => length * ratio));
  context.lineWidth = 1.5 * ratio;
  // Round joins of a line that turns at every few pixels would cost more than everything else.
  context.lineJoin = steps > width / 8 ? 'bevel' : 'round';
  context.beginPath();
  let pen = false;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) {
      pen = false;
      continue;
    }
    context[pen ? 'lineTo' : 'moveTo'](x[i], y[i]);
    // A single point between two gaps is drawn as wide as a dot, so that it is visible.
    if (!pen && !Number.isFinite(y[i + 1] ?? Number.NaN)) {
      context.lineTo(x[i] + ratio, y[i]);
    }
    pen = true;
  }
  context.stroke();
  context.setLineDash([]);
}

/**
 * Draws a horizontal line across the plot, with the current colour and width.
 * @param dash in pixels of the page
 */
export function drawAcross(
  { context, width, ratio }: MarkSpace,
  height: number,
  dash: readonly number[] = [],
): void {
  const at = Math.round(height) + 0.5;
  context.setLineDash(dash.map((length) => length * ratio));
  context.beginPath();
  context.moveTo(0, at);
  context.lineTo(width, at);
  context.stroke();
  context.setLineDash([]);
}

/** Draws a line with more points than pixels as the range that it covers in each column of pixels. */
export function drawDense({ context, ratio }: MarkSpace, { low, high }: Covered): void {
  const lineWidth = 1.5 * ratio;
  for (let pixel = 0; pixel < low.length; pixel++) {
    if (low[pixel] <= high[pixel]) {
      const top = Math.round(low[pixel] - lineWidth / 2);
      const tall = Math.max(1, Math.round(high[pixel] + lineWidth / 2) - top);
      context.fillRect(pixel, top, 1, tall);
    }
  }
}

export function drawDots({ context, ratio }: MarkSpace, { x, y }: MarkPoints): void {
  const radius = 2.5 * ratio;
  context.beginPath();
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(y[i])) {
      context.moveTo(x[i] + radius, y[i]);
      context.arc(x[i], y[i], radius, 0, 2 * Math.PI);
    }
  }
  context.fill();
}

/** Draws bars that stand on the lower edge; the bar of an infinite value (y = −∞) reaches the upper edge. */
export function drawBars({ context, width, height, steps }: MarkSpace, { x, y }: MarkPoints): void {
  const wide = Math.max(1, (0.8 * width) / steps);
  for (let i = 0; i < x.length; i++) {
    const top = y[i] === Number.NEGATIVE_INFINITY ? 0 : y[i];
    if (Number.isFinite(top)) {
      context.fillRect(x[i] - wide / 2, top, wide, height - top);
    }
  }
}
