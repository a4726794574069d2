/**
 * `<unroll-loss-chart>`: training and validation loss and the baseline, growing while the run is training
 * (Chart.js).
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { count, number } from '../../../src/notation/numbers';
import { decimate } from '../../drawing/decimate';
import { faint, themeColour } from '../../drawing/theme';
import type { Figure, NumberTable } from '../../export/figure';
import { FigureTools, toolStyles } from '../../export/figureTools';
import { type LossConfiguration, type LossLine, lossAxes, lossLine, paintChart } from '../../plots/chartJs';
import { LiveChart } from '../../plots/liveChart';
import type { GrowingColumns } from '../../state/lossHistory';
import type { Store } from '../../state/store';
import { nearestSnapshot } from '../../state/trainingTimeline';
import { Watch } from '../../state/watch';
import { shared } from '../../ui/styles';
import { Tooltip, type TooltipLine, tooltipStyles } from '../../ui/tooltip';
import { lossNumbers } from '../common/lossNumbers';

@customElement('unroll-loss-chart')
export class LossChart extends LitElement implements Figure {
  @property({ attribute: false }) store!: Store;
  /** Whether the chart is a sparkline, without axes and cursor. */
  @property({ type: Boolean, reflect: true }) small = false;
  /** Update under the pointer. */
  @state() private pointed: number | null = null;
  @query('canvas') readonly canvas!: HTMLCanvasElement;
  protected readonly watch = new Watch(this, ({ run, historyVersion, view }) => [
    run?.record.baseline,
    historyVersion,
    view.logLoss,
    view.snapshot,
  ]);
  private readonly chart = new LiveChart(this, (pixels) => this.chartOf(pixels, true));
  private readonly tooltip = new Tooltip(this);
  readonly name: string = 'loss';
  readonly facts = { title: 'Loss', across: 'update', labels: [] };
  readonly axis = null;
  readonly place = null;
  private readonly tools = new FigureTools(this);

  static override styles = [
    shared,
    tooltipStyles,
    toolStyles,
    css`
      :host {
        display: block;
        position: relative;
      }
      .chart {
        position: relative;
        height: 190px;
        cursor: crosshair;
      }
      :host([small]) .chart {
        height: 26px;
        width: 110px;
        cursor: pointer;
      }
      .moment {
        border-left: 1px dashed var(--vscode-descriptionForeground);
      }
      .chart:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      .line,
      .moment {
        position: absolute;
        pointer-events: none;
      }
      .line {
        width: 1px;
        background: var(--vscode-editorCursor-foreground, var(--vscode-foreground));
        opacity: 0.7;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        line-height: 1.5;
        padding: 4px 0 0 var(--gutter-left);
        font-size: 0.92em;
      }
      .key span {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .key svg {
        width: 18px;
        height: 8px;
        stroke-width: 2;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { history, run, view } = this.store.state;
    const { names } = history;
    const baseline = run?.record.baseline;
    if (this.small) {
      return html`<div class="chart"><canvas aria-hidden="true"></canvas></div>`;
    }
    const lines = this.pointed === null ? [] : this.linesAt(this.pointed);
    return html`
      <div
        class="chart"
        tabindex="0"
        role="application"
        aria-roledescription="chart"
        aria-label=${this.summary() + this.tools.hint}
        @pointermove=${this.onPointer}
        @pointerleave=${() => this.point(null)}
        @blur=${() => this.point(null)}
        @click=${this.showPointed}
        @keydown=${this.onKey}
        @contextmenu=${this.tools.onContextMenu}
      >
        <canvas role="img" aria-label=${this.summary()}></canvas>
        <div class="moment" title="The moment in view" ?hidden=${view.snapshot === null}></div>
        <div class="line" ?hidden=${this.pointed === null}></div>
      </div>
      <div class="key">
        ${key('charts-blue', `${names.training}, mean of an epoch`)} ${key('charts-blue', `${names.training}, each update`, 0.4)}
        ${key('charts-yellow', names.validation)}
        ${baseline ? key('charts-green', `${baseline.name}, ${number(baseline.loss)}`, 1, '4 3') : nothing}
      </div>
      ${this.tools.menu()} ${this.tools.below()} ${this.tooltip.render(lines)}
    `;
  }

  get shown(): readonly Element[] {
    return [...this.renderRoot.querySelectorAll('.chart, .key')];
  }

  /** Returns a row for each logged update and epoch, in their order. */
  numbers(): NumberTable {
    return lossNumbers(this.store.state.history);
  }

  async paint(target: HTMLCanvasElement, width: number, height: number, ratio: number) {
    return paintChart(target, width, height, ratio, this.chartOf(width, false));
  }

  protected override updated(changed: PropertyValues): void {
    // A moved cursor needs no new chart; all other changes arrive through the watch, without a changed
    // property.
    if (!(changed.size === 1 && changed.has('pointed'))) {
      this.chart.draw();
    }
    this.placeCursor();
  }

  private chartOf(pixels: number, responsive: boolean): LossConfiguration {
    const { history, run, view } = this.store.state;
    const { updates, epochs } = history;
    const lastStep = Math.max(1, updates.column('step').at(-1) ?? 1, epochs.column('step').at(-1) ?? 1);
    const end = run?.record.status === 'running' ? Math.max(lastStep, 1) : lastStep;
    const blue = themeColour('charts-blue', 'rgb(55, 148, 255)');
    const yellow = themeColour('charts-yellow', 'rgb(204, 167, 0)');
    const green = themeColour('charts-green', 'rgb(137, 209, 133)');
    const few = epochs.length <= 60 ? 1.5 : 0;
    const datasets: LossLine[] = [
      {
        ...lossLine(pointsOf(epochs, 'validation', pixels), yellow, 1.75),
        pointRadius: this.small ? 0 : few,
      },
      { ...lossLine(pointsOf(epochs, 'training', pixels), blue, 1.75), pointRadius: this.small ? 0 : few },
      lossLine(pointsOf(updates, 'loss', pixels), faint(blue, this.small ? 0.7 : 0.38), 1),
    ];
    const baseline = run?.record.baseline.loss;
    if (baseline !== undefined && Number.isFinite(baseline)) {
      const level = [
        { x: 0, y: baseline },
        { x: end, y: baseline },
      ];
      datasets.push({ ...lossLine(level, green, 1), borderDash: [4, 3] });
    }
    const positive = datasets.every(({ data }) => data.every(({ y }) => !(y <= 0)));
    const type = view.logLoss && positive ? 'logarithmic' : 'linear';
    return {
      type: 'line',
      data: { datasets },
      options: {
        animation: false,
        responsive,
        maintainAspectRatio: false,
        parsing: false,
        events: [],
        layout: { padding: this.small ? 2 : { right: 10, top: 6 } },
        scales: this.small
          ? { x: { type: 'linear', display: false, max: end }, y: { type, display: false } }
          : lossAxes(this, { type, end, title: 'update', tick: count }),
      },
    };
  }

  private summary(): string {
    const { history, run } = this.store.state;
    const { epochs, names } = history;
    const last = epochs.length - 1;
    if (last < 0) {
      return 'Loss: nothing measured yet';
    }
    const validation = epochs.column('validation')[last];
    return (
      `Loss after ${count(epochs.column('epoch')[last])} epochs: ${names.training} ${number(epochs.column('training')[last])}` +
      `${Number.isNaN(validation) ? '' : `, ${names.validation} ${number(validation)}`}` +
      `${run ? `, baseline ${number(run.record.baseline.loss)}` : ''}`
    );
  }

  private linesAt(step: number): readonly TooltipLine[] {
    const { updates, epochs } = this.store.state.history;
    const lines: TooltipLine[] = [['update', count(step)]];
    const update = updates.nearest(step);
    if (update >= 0) {
      const at = updates.column('step')[update];
      lines[0] = ['update', count(at)];
      lines.push(['loss of the update', number(updates.column('loss')[update], 6)]);
      lines.push(['gradient norm', number(updates.column('gradientNorm')[update])]);
      lines.push(['learning rate', number(updates.column('learningRate')[update])]);
    }
    const epoch = epochs.nearest(step);
    if (epoch >= 0) {
      lines.push(['epoch', count(epochs.column('epoch')[epoch])]);
      const { names } = this.store.state.history;
      for (const [name, column] of [
        [names.training, 'training'],
        [names.free ?? '', 'free'],
        [names.validation, 'validation'],
      ]) {
        const loss = epochs.column(column)[epoch];
        if (column === 'training' || !Number.isNaN(loss)) {
          lines.push([name, number(loss, 6)]);
        }
      }
    }
    const snapshot = nearestSnapshot(this.store.state.snapshots, step);
    return snapshot === undefined
      ? lines
      : [...lines, ['click to see', `the model after ${count(snapshot)} updates`]];
  }

  private onPointer(event: PointerEvent): void {
    const step = this.chart.valueAt(event.clientX - this.canvas.getBoundingClientRect().left);
    const { updates, epochs } = this.store.state.history;
    const columns = updates.length > 0 ? updates : epochs;
    const nearest = step === undefined ? -1 : columns.nearest(step);
    this.tooltip.pointAt(event.clientX, event.clientY);
    this.point(nearest < 0 ? null : columns.column('step')[nearest]);
  }

  /** Makes the panel show the snapshot nearest to the update under the pointer. */
  private showPointed(): void {
    const snapshot =
      this.pointed === null ? undefined : nearestSnapshot(this.store.state.snapshots, this.pointed);
    if (snapshot !== undefined) {
      this.store.choose({ snapshot });
    }
  }

  /**
   * Moves from epoch to epoch with the arrow keys, to the first and last with Home and End; Enter shows the
   * model at that epoch.
   */
  private onKey(event: KeyboardEvent): void {
    const { epochs } = this.store.state.history;
    const now = this.pointed === null ? epochs.length - 1 : epochs.nearest(this.pointed);
    const to: Record<string, number> = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      Home: 0,
      End: epochs.length - 1,
    };
    if (event.key === 'Escape') {
      this.point(null);
    } else if (event.key === 'Enter') {
      this.showPointed();
    }
    if (!(event.key in to) || epochs.length === 0) {
      return;
    }
    event.preventDefault();
    const step = epochs.column('step')[Math.min(epochs.length - 1, Math.max(0, to[event.key]))];
    const box = this.canvas.getBoundingClientRect();
    this.tooltip.pointAt(box.left + this.chart.pixelOf(step), box.top + box.height / 3);
    this.point(step);
  }

  private point(step: number | null): void {
    this.pointed = step;
  }

  private placeCursor(): void {
    this.placeLine('.moment', this.store.state.view.snapshot);
    this.placeLine('.line', this.pointed);
  }

  private placeLine(selector: string, step: number | null): void {
    const line = this.renderRoot.querySelector<HTMLElement>(selector);
    const { area } = this.chart;
    if (step === null || !area || !line) {
      return;
    }
    const { top, bottom } = area;
    line.style.left = `${this.chart.pixelOf(step)}px`;
    line.style.top = `${top}px`;
    line.style.height = `${bottom - top}px`;
  }
}

function pointsOf(columns: GrowingColumns, name: string, pixels: number): { x: number; y: number }[] {
  const { x, y } = decimate(columns.column('step'), columns.column(name), columns.length, pixels);
  return Array.from(x, (step, index) => ({ x: step, y: y[index] }));
}

function key(colour: string, text: string, opacity = 1, dash = ''): TemplateResult {
  return html`<span
    ><svg viewBox="0 0 18 8" aria-hidden="true" .style=${`stroke: var(--vscode-${colour}); opacity: ${opacity}`}>
      <line x1="0" y1="4" x2="18" y2="4" stroke-dasharray=${dash || nothing}></line></svg
    >${text}</span
  >`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-loss-chart': LossChart;
  }
}
