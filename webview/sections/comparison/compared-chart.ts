/**
 * `<unroll-compared-chart>`: the losses of compared runs in one figure, by update or by second (Chart.js).
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { count, number } from '../../../src/notation/numbers';
import type { ComparedRun } from '../../../src/protocol/comparison';
import type { Metric } from '../../../src/protocol/run';
import { decimate } from '../../drawing/decimate';
import { faint, themeColour } from '../../drawing/theme';
import type { Figure, FigureInfo, NumberTable } from '../../export/figure';
import { FigureTools, toolStyles } from '../../export/figureTools';
import { type LossConfiguration, type LossLine, lossAxes, lossLine, paintChart } from '../../plots/chartJs';
import { LiveChart } from '../../plots/liveChart';
import { shared } from '../../ui/styles';
import { comparedNumbers } from '../common/lossNumbers';
import { type Against, curvesOf, type Point } from './comparedCurves';

/** Colours in the order of the runs; further runs use them again, with dashes. */
export const runColours = [
  'charts-blue',
  'charts-yellow',
  'charts-green',
  'charts-purple',
  'charts-red',
  'charts-orange', // last: themes make it translucent
] as const;

export function colourOf(run: number): (typeof runColours)[number] {
  return runColours[run % runColours.length];
}

@customElement('unroll-compared-chart')
export class ComparedChart extends LitElement implements Figure {
  @property({ attribute: false }) runs: readonly ComparedRun[] = [];
  @property({ attribute: false }) metrics: readonly (readonly Metric[])[] = [];
  /** Changes whenever metrics have grown, because they grow in place. */
  @property({ type: Number }) version = 0;
  @property() against: Against = 'update';
  @property({ type: Boolean }) logarithmic = true;
  @query('canvas') readonly canvas!: HTMLCanvasElement;
  private readonly chart = new LiveChart(this, (pixels) => this.chartOf(pixels, true));
  readonly axis = null;
  readonly place = null;
  private readonly tools = new FigureTools(this);

  static override styles = [
    shared,
    toolStyles,
    css`
      :host {
        display: block;
        position: relative;
        min-width: 0;
      }
      .chart {
        position: relative;
        height: 200px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<div class="chart" @contextmenu=${this.tools.onContextMenu}><canvas role="img" aria-label=${this.summary() + this.tools.hint}></canvas></div>
      ${this.tools.menu()} ${this.tools.below()}`;
  }

  get name(): string {
    return `loss by ${this.against}`;
  }

  get facts(): FigureInfo {
    return { title: `Loss by ${this.against}`, across: this.against, labels: [] };
  }

  protected override updated(): void {
    this.chart.draw();
  }

  private summary(): string {
    const losses = this.runs.flatMap(({ label, loss }) =>
      loss === null ? [] : [`${label} ${number(loss)}`],
    );
    return `Loss by ${this.against}: ${losses.length > 0 ? losses.join(', ') : 'nothing measured yet'}. The table below has the numbers.`;
  }

  get shown(): readonly Element[] {
    return [...this.renderRoot.querySelectorAll('.chart')];
  }

  /** Returns a row for each logged update and epoch of each run. */
  numbers(): NumberTable {
    return comparedNumbers(this.runs, this.metrics);
  }

  async paint(target: HTMLCanvasElement, width: number, height: number, ratio: number) {
    return paintChart(target, width, height, ratio, this.chartOf(width, false));
  }

  private chartOf(pixels: number, responsive: boolean): LossConfiguration {
    const curves = this.metrics.map((metrics) => curvesOf(metrics, this.against));
    const end = Math.max(
      this.against === 'update' ? 1 : 0.001,
      ...curves.flatMap(({ updates, main }) => [updates.at(-1)?.x ?? 0, main.at(-1)?.x ?? 0]),
    );
    const lines: LossLine[] = curves.flatMap(({ updates, main, epochs }, r) => {
      const colour = themeColour(colourOf(r), 'rgb(55, 148, 255)');
      const dash = r >= runColours.length ? [5, 3] : [];
      const few = epochs && main.length <= 60 ? 2 : 0;
      return [
        { ...lossLine(thinned(main, pixels), colour, 1.75), borderDash: dash, pointRadius: few },
        lossLine(thinned(updates, pixels), faint(colour, 0.3), 1),
      ];
    });
    lines.push(...this.baselines(end));
    const positive = lines.every(({ data }) => data.every(({ y }) => y > 0));
    const type = this.logarithmic && positive ? 'logarithmic' : 'linear';
    const title = this.against === 'update' ? 'update' : 'seconds of training';
    const tick = this.against === 'update' ? count : (value: number) => number(value, 3);
    return {
      type: 'line',
      data: { datasets: lines },
      options: {
        animation: false,
        responsive,
        maintainAspectRatio: false,
        parsing: false,
        events: [],
        layout: { padding: { right: 10, top: 6 } },
        scales: lossAxes(this, { type, end, title, tick }),
      },
    };
  }

  /** Returns one line where all runs have the same baseline; otherwise one for each run, in its colour. */
  private baselines(end: number): LossLine[] {
    const levels = this.runs.flatMap(({ baseline }, r) => (baseline === null ? [] : [{ r, ...baseline }]));
    const same = levels.every(({ loss }) => loss === levels[0].loss);
    return (same ? levels.slice(0, 1) : levels).map(({ r, loss }) => {
      const colour = same
        ? themeColour('descriptionForeground', 'rgb(140, 140, 140)')
        : themeColour(colourOf(r), 'rgb(55, 148, 255)');
      const level = [
        { x: 0, y: loss },
        { x: end, y: loss },
      ];
      return { ...lossLine(level, colour, 1), borderDash: [4, 3] };
    });
  }
}

function thinned(points: readonly Point[], pixels: number): Point[] {
  const { x, y } = decimate(
    Float64Array.from(points, (point) => point.x),
    Float64Array.from(points, (point) => point.y),
    points.length,
    pixels,
  );
  return Array.from(x, (at, index) => ({ x: at, y: y[index] }));
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-compared-chart': ComparedChart;
  }
}
