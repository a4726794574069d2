/** `<unroll-scatter-plot>`: predicted against true values, with the line on which a prediction is right. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { number } from '../../../src/notation/numbers';
import { faint, themeColour } from '../../drawing/theme';
import type { Figure, FigureInfo, NumberTable } from '../../export/figure';
import { FigureTools, toolStyles } from '../../export/figureTools';
import { rowTable } from '../../export/numberTables';
import { type LossConfiguration, lossAxes, lossLine, paintChart } from '../../plots/chartJs';
import { LiveChart } from '../../plots/liveChart';
import { shared } from '../../ui/styles';
import { Tooltip, type TooltipLine, tooltipStyles } from '../../ui/tooltip';
import type { ColumnPoints } from './valuePoints';

/** Distance in pixels within which a point is under the pointer. */
const reach = 12;

@customElement('unroll-scatter-plot')
export class ScatterPlot extends LitElement implements Figure {
  @property({ attribute: false }) of!: ColumnPoints;
  /** Lines of the tooltip of a point. */
  @property({ attribute: false }) describe: (point: number) => readonly TooltipLine[] = () => [];
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) facts: FigureInfo = { title: '', across: 'true', labels: [] };
  /** Called with a point that was clicked. */
  @property({ attribute: false }) pick: (point: number) => void = () => undefined;
  @property({ attribute: 'data-name', reflect: true }) name = 'scatter';
  /** Point under the pointer. */
  @state() private pointed: number | null = null;
  @query('canvas') readonly canvas!: HTMLCanvasElement;
  readonly axis = null;
  readonly place = null;
  private readonly chart = new LiveChart(this, () => this.chartOf(true));
  private readonly tooltip = new Tooltip(this);
  private readonly tools = new FigureTools(this);

  static override styles = [
    shared,
    tooltipStyles,
    toolStyles,
    css`
      :host {
        display: block;
        position: relative;
        width: min(100%, 340px);
      }
      .chart {
        position: relative;
        height: 260px;
        cursor: pointer;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<div
        class="chart"
        @pointermove=${this.onPointer}
        @pointerleave=${() => {
          this.pointed = null;
        }}
        @click=${() => {
          if (this.pointed !== null) {
            this.pick(this.pointed);
          }
        }}
        @contextmenu=${this.tools.onContextMenu}
      >
        <canvas role="img" aria-label=${this.label + this.tools.hint}></canvas>
      </div>
      ${this.tools.menu()} ${this.tools.below()}
      ${this.tooltip.render(this.pointed === null ? [] : this.describe(this.pointed))}`;
  }

  get shown(): readonly Element[] {
    return [...this.renderRoot.querySelectorAll('.chart')];
  }

  numbers(): NumberTable {
    const { points, target, predicted, labels } = this.of;
    return rowTable(
      ['sequence', 'step', 'label'],
      ['true', 'predicted'],
      points.map(({ sequence, step }, i) => ({
        heads: [String(sequence), String(step), labels[i] ?? ''],
        values: [target[i], predicted[i]],
      })),
    );
  }

  async paint(target: HTMLCanvasElement, width: number, height: number, ratio: number) {
    return paintChart(target, width, height, ratio, this.chartOf(false));
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!(changed.size === 1 && changed.has('pointed'))) {
      this.chart.draw();
    }
  }

  private chartOf(responsive: boolean): LossConfiguration {
    const { target, predicted } = this.of;
    const [low, high] = extent(target, predicted);
    const blue = themeColour('charts-blue', 'rgb(55, 148, 255)');
    const text = themeColour('descriptionForeground', 'rgb(140, 140, 140)');
    const cloud = Array.from(target, (x, i) => ({ x, y: predicted[i] }));
    const right = [
      { x: low, y: low },
      { x: high, y: high },
    ];
    const { x, y } = lossAxes(this, {
      type: 'linear',
      end: high,
      title: 'true',
      tick: (value) => number(value, 3),
    });
    const few = target.length < 300;
    return {
      type: 'line',
      data: {
        datasets: [
          { ...lossLine(right, text, 1), borderDash: [4, 3] },
          {
            ...lossLine(cloud, blue, 0),
            showLine: false,
            pointRadius: few ? 2.5 : 1.5,
            pointBorderWidth: 0,
            pointBackgroundColor: faint(blue, few ? 0.8 : 0.45),
          },
        ],
      },
      options: {
        animation: false,
        responsive,
        maintainAspectRatio: false,
        parsing: false,
        events: [],
        layout: { padding: { right: 10, top: 6 } },
        scales: {
          x: { ...x, min: low, max: high },
          y: { ...y, min: low, max: high, title: { ...x.title, text: 'predicted' } },
        },
      },
    };
  }

  private onPointer(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top];
    const { target, predicted } = this.of;
    let nearest: number | null = null;
    let least = reach ** 2;
    for (let i = 0; i < target.length; i++) {
      const dx = this.chart.pixelOf(target[i]) - at[0];
      const distance = dx * dx > least ? dx * dx : dx * dx + (this.chart.heightOf(predicted[i]) - at[1]) ** 2;
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    this.tooltip.pointAt(event.clientX, event.clientY);
    this.pointed = nearest;
  }
}

/** The range of both, with a margin. */
function extent(...columns: readonly Float64Array[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of columns) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const margin = 0.04 * (high - low) || 1;
  return low <= high ? [low - margin, high + margin] : [0, 1];
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-scatter-plot': ScatterPlot;
  }
}
