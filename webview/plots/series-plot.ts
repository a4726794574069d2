/**
 * `<unroll-series-plot>`: one or a few quantities over the same time axis as the heatmaps, as lines, dots or
 * bars.
 */
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { number } from '../../src/notation/numbers';
import { decimate, roundTicks } from '../drawing/decimate';
import { type Covered, coveredBetween, coveredColumns, isSteep } from '../drawing/denseLine';
import { faint, themeColour } from '../drawing/theme';
import type { NumberTable } from '../export/figure';
import { curveTable } from '../export/numberTables';
import { Plot } from './plot';
import { drawAcross, drawBars, drawDense, drawDots, drawLine, type MarkSpace } from './seriesMarks';

export interface Series {
  readonly label: string;
  /** One value per step; NaN where there is none. */
  readonly values: ArrayLike<number>;
  /** A colour of the theme, such as `charts-blue`. */
  readonly colour: string;
  readonly as: 'line' | 'dots' | 'bars';
  /** Line style that distinguishes the series by more than its colour. */
  readonly stroke?: 'dashed' | 'dotted';
}

/**
 * Scale of the values; with `exponent` they are exponents of ten, for quantities beyond the range of numbers.
 */
export type SeriesScale = 'linear' | 'log' | 'exponent';

/** Dash patterns, in pixels of the page. */
export const dashes = { solid: [], dashed: [7, 4], dotted: [2, 3] } as const;

@customElement('unroll-series-plot')
export class SeriesPlot extends Plot {
  @property({ attribute: false, hasChanged: differ }) series: readonly Series[] = [];
  @property({ attribute: false }) scale: SeriesScale = 'linear';
  /** Value of a horizontal reference line, such as 1, in the unit of the values. */
  @property({ attribute: false }) reference: number | null = null;
  @property({ attribute: 'data-name', reflect: true }) name = '';

  /** The extent, and the properties from which it was measured. */
  private measured:
    | { readonly shown: readonly unknown[]; readonly extent: readonly [number, number] }
    | undefined;

  protected override readonly drawn = ['series', 'scale', 'reference', 'height'];

  override get columns(): number {
    return Math.max(0, ...this.series.map(({ values }) => values.length));
  }

  protected override get rows(): number {
    return 0;
  }

  override numbers(): NumberTable {
    return curveTable(this.series, this.facts);
  }

  protected override draw(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    ratio: number,
  ): void {
    context.clearRect(0, 0, width, height);
    const { from, to } = this.view;
    const [low, high] = this.extent();
    const x = (step: number) => ((step + 0.5 - from) / (to - from)) * width;
    const pad = 4 * ratio;
    const y = (value: number) => pad + (1 - (value - low) / (high - low || 1)) * (height - 2 * pad);
    const space = { context, width, height, ratio, steps: to - from };
    context.strokeStyle = faint(themeColour('descriptionForeground', 'rgb(140, 140, 140)'), 0.25);
    context.lineWidth = 1;
    for (const tick of this.ticksOf(low, high)) {
      drawAcross(space, y(tick));
    }
    if (this.reference !== null) {
      context.strokeStyle = themeColour('foreground', 'rgb(140, 140, 140)');
      drawAcross(space, y(this.heightOf(this.reference)), dashes.dotted);
    }
    // The first series is drawn last, so that it lies on top.
    for (const series of [...this.series].reverse()) {
      this.drawSeries(series, space, x, y);
    }
  }

  private drawSeries(
    { values, colour, as, stroke }: Series,
    space: MarkSpace,
    x: (step: number) => number,
    y: (value: number) => number,
  ): void {
    const { context, width } = space;
    const { from, to } = this.view;
    context.strokeStyle = context.fillStyle = themeColour(colour, 'rgb(80, 140, 220)');
    if (as === 'line' && Math.min(to, values.length) - from >= width) {
      drawDense(space, this.covered(values, width, y));
      return;
    }
    const points = this.points(values, from, to, width);
    const placed = { x: points.x.map(x), y: points.y.map(y) };
    if (as === 'dots') {
      drawDots(space, placed);
    } else if (as === 'bars') {
      drawBars(space, placed);
    } else if (!stroke && isSteep(placed.y, width)) {
      drawDense(space, coveredBetween(placed.x, placed.y, width));
    } else {
      drawLine(space, placed, dashes[stroke ?? 'solid']);
    }
  }

  protected override renderTicks(): TemplateResult[] {
    const [low, high] = this.extent();
    const inner = this.height - 8;
    return this.ticksOf(low, high).map((tick) => {
      const top = 4 + (1 - (tick - low) / (high - low || 1)) * inner;
      const label = this.scale === 'linear' ? number(tick, 3) : powerOfTen(tick);
      return html`<span .style=${`top: ${top}px`}>${label}</span>`;
    });
  }

  protected override renderLegend(): TemplateResult[] {
    const first = this.series.length === 1 ? this.height / 2 : 12;
    return this.series.map(
      ({ label, colour }, index) =>
        html`<span class="named" .style=${`top: ${first + 16 * index}px; --of: var(--vscode-${colour})`} title=${label}>${label}</span>`,
    );
  }

  /** Range that the series covers in each column of pixels, in pixels. */
  private covered(values: ArrayLike<number>, width: number, y: (value: number) => number): Covered {
    const { from, to } = this.view;
    // The series may be shorter than the longest, with which it shares the axis.
    const end = Math.min(to, values.length);
    const columns = Math.round((width * (end - from)) / (to - from));
    const { low, high } = coveredColumns(values, (value) => this.heightOf(value), from, end, columns);
    return { low: high.map(y), high: low.map(y) }; // pixels count downwards
  }

  private points(values: ArrayLike<number>, from: number, to: number, width: number) {
    // Includes one step beyond each side, so that lines continue past the edges.
    const first = Math.max(0, from - 1);
    const length = Math.max(0, Math.min(values.length, to + 1) - first);
    const steps = new Float64Array(length);
    const heights = new Float64Array(length);
    for (let index = 0; index < length; index++) {
      steps[index] = first + index;
      heights[index] = this.heightOf(values[first + index]);
    }
    return decimate(steps, heights, length, Math.max(1, width));
  }

  /** Height of a value: itself, or its exponent of ten; NaN for values that a log scale cannot show. */
  private heightOf(value: number): number {
    if (this.scale !== 'log') {
      return value;
    }
    return value > 0 ? Math.log10(value) : Number.NaN;
  }

  /**
   * Least and greatest value in view, with some room where they are equal; cached until a property changes.
   */
  private extent(): readonly [number, number] {
    const { from, to } = this.view;
    const shown = [
      this.scale,
      this.reference,
      from,
      to,
      ...this.series.flatMap(({ values, as }) => [values, as]),
    ];
    let known = this.measured;
    if (known?.shown.length !== shown.length || known.shown.some((each, index) => each !== shown[index])) {
      known = { shown, extent: this.measure(from, to) };
      this.measured = known;
    }
    return known.extent;
  }

  private measure(from: number, to: number): readonly [number, number] {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    const log = this.scale === 'log';
    for (const { values } of this.series) {
      const end = Math.min(values.length, to);
      for (let step = from; step < end; step++) {
        const value = values[step];
        // Skips values that a log scale cannot show, and NaN and the infinities, for which v − v is not 0.
        if ((value > 0 || !log) && value - value === 0) {
          low = value < low ? value : low;
          high = value > high ? value : high;
        }
      }
    }
    if (low <= high) {
      [low, high] = [this.heightOf(low), this.heightOf(high)];
    }
    if (this.reference !== null) {
      const height = this.heightOf(this.reference);
      low = Math.min(low, height);
      high = Math.max(high, height);
    }
    if (this.scale === 'linear' && this.series.some(({ as }) => as === 'bars')) {
      low = Math.min(low, 0); // bars stand on zero
    }
    if (low > high) {
      return [0, 1];
    }
    if (low === high) {
      const room = this.scale !== 'linear' ? 1 : Math.abs(low) / 10 || 1;
      return [low - room, high + room];
    }
    return this.scale === 'linear' ? [low, high] : [Math.floor(low), Math.ceil(high)];
  }

  private ticksOf(low: number, high: number): readonly number[] {
    return roundTicks(low, high, Math.max(1, this.height / 26), this.scale === 'linear' ? 0 : 1);
  }
}

/** Whether two lists of series would be drawn differently. */
function differ(now: readonly Series[], before: readonly Series[] | undefined): boolean {
  return (
    now.length !== before?.length ||
    now.some(
      ({ values, colour, label }, index) =>
        values !== before[index].values || colour !== before[index].colour || label !== before[index].label,
    )
  );
}

function powerOfTen(exponent: number): string {
  return exponent >= -2 && exponent <= 3 ? String(Number((10 ** exponent).toPrecision(1))) : `1e${exponent}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-series-plot': SeriesPlot;
  }
}
