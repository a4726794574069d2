/** Base of all plots: a cursor moved by mouse or keys, a tooltip, and a range selected by dragging. */
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Band, Place } from '../drawing/matrix';
import type { Axis, Figure, FigureInfo, NumberTable, TablePlace } from '../export/figure';
import { FigureTools, toolStyles } from '../export/figureTools';
import { shared } from '../ui/styles';
import { Tooltip, type TooltipLine, tooltipStyles } from '../ui/tooltip';
import { CanvasPlot, clamp } from './canvasPlot';
import { sendPlotEvent } from './plotEvents';
import { moveBy } from './plotKeys';
import { PlotPointer } from './plotPointer';
import { plotStyles } from './plotStyles';

export abstract class Plot extends CanvasPlot implements Figure {
  @property({ attribute: false }) cursor: Place | null = null;
  /** Accessible name: what the plot shows. */
  @property({ attribute: false }) label = '';
  /** Lines of the tooltip at a place. */
  @property({ attribute: false }) describe: (place: Place) => readonly TooltipLine[] = () => [];
  /** Height in pixels of the page. */
  @property({ attribute: false }) height = 120;
  /** Whether a range of columns can be selected. */
  @property({ attribute: false }) zoomable = true;

  @property({ attribute: false, hasChanged: bandsDiffer }) bands: readonly Band[] = [];
  /** Title and labels for exports and tables. */
  @property({ attribute: false }) facts: FigureInfo = { title: '', across: 'step', labels: [] };

  @state() pointed: Place | null = null;
  @state() dragged: readonly [from: number, to: number] | null = null;
  private readonly tools = new FigureTools(this);
  private readonly tooltip = new Tooltip(this);
  private readonly pointer = new PlotPointer(this, this.tooltip);

  static override styles = [shared, tooltipStyles, plotStyles, toolStyles];

  /** Place of a row, counted from the top; `rowAtPlace` is the inverse. */
  protected placeOfRow(row: number): number {
    return row;
  }
  protected rowAtPlace(place: number): number {
    return place;
  }
  abstract readonly name: string;
  abstract numbers(): NumberTable;
  protected renderTicks(): unknown {
    return nothing;
  }
  /** Renders marks over the canvas. @param percent left edge of a column, in percent of the width */
  protected renderMarks(_percent: (column: number) => number): unknown {
    return nothing;
  }
  protected renderLegend(): unknown {
    return nothing;
  }
  /** The row, and the column that represents the pixel, at a point in pixels of the page. */
  placeAt(x: number, _y: number, width: number, _height: number): Place {
    const { from, to } = this.view;
    return { column: clamp(from + Math.floor((x / width) * (to - from)), from, to - 1), row: null };
  }

  get shown(): readonly Element[] {
    return [...this.renderRoot.querySelectorAll('.ticks, .plot, .legend')];
  }

  get axis(): Axis {
    const { across, down, labels } = this.facts;
    return { unit: across, down, ...this.view, labels };
  }

  get place(): TablePlace | null {
    const { cursor, facts } = this;
    if (!cursor) {
      return this.range ? { row: this.view.from, column: null } : null;
    }
    return facts.upright
      ? { row: cursor.row ?? 0, column: cursor.column }
      : { row: cursor.column, column: cursor.row };
  }

  protected override render(): TemplateResult {
    const { from, to } = this.view;
    const percent = (column: number) => ((column - from) / (to - from)) * 100;
    const marked = this.pointed ?? this.cursor;
    const lines = this.pointed && !this.dragged ? this.describe(this.pointed) : [];
    const lineAt = this.cursor ? percent(this.cursor.column + 0.5) : -1;
    return html`
      <div class="ticks" aria-hidden="true">${this.renderTicks()}</div>
      <div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription="plot"
        aria-label=${this.label + this.tools.hint}
        aria-describedby="tooltip"
        .style=${`height: ${this.height}px`}
        @pointermove=${this.pointer.onMove}
        @pointerleave=${this.pointer.onLeave}
        @pointerdown=${this.pointer.onDown}
        @pointerup=${this.pointer.onUp}
        @dblclick=${this.pointer.onDoubleClick}
        @wheel=${this.pointer.onWheel}
        @keydown=${this.onKey}
        @blur=${this.pointer.onLeave}
        @contextmenu=${this.tools.onContextMenu}
      >
        <canvas role="img" aria-label=${this.label}></canvas>
        ${this.bands.map((band) => this.renderBand(band, percent))}
        <div class="line" ?hidden=${!this.zoomable || lineAt < 0 || lineAt > 100} .style=${`left: ${lineAt}%`}></div>
        ${this.renderMarks(percent)} ${this.renderCell(marked, percent)}
        <div
          class="selection"
          ?hidden=${this.dragged === null}
          .style=${this.dragged ? `left: ${percent(this.dragged[0])}%; width: ${percent(this.dragged[1]) - percent(this.dragged[0])}%` : ''}
        ></div>
      </div>
      <div class="legend">
        <div aria-hidden="true">${this.renderLegend()}</div>
        ${this.tools.menu()}
      </div>
      ${this.tools.below()} ${this.tooltip.render(lines)}
    `;
  }

  private renderBand({ from, to, severity }: Band, percent: (column: number) => number) {
    const [left, right] = [Math.max(0, percent(from)), Math.min(100, percent(to))];
    return left < right
      ? html`<div class="band ${severity}" .style=${`left: ${left}%; width: ${right - left}%`}></div>`
      : nothing;
  }

  private renderCell(place: Place | null, percent: (column: number) => number) {
    const { from, to } = this.view;
    if (!place || place.row === null || place.row >= this.rows || place.column < from || place.column >= to) {
      return nothing;
    }
    const tall = 100 / this.rows;
    const left = percent(place.column);
    return html`<div
      class="cell"
      .style=${`left: ${left}%; width: ${percent(place.column + 1) - left}%; top: ${this.placeOfRow(place.row) * tall}%; height: ${tall}%; min-width: 3px; min-height: 3px`}
    ></div>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (this.columns === 0 || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === 'Escape') {
      this.pointed = null;
      sendPlotEvent(this, this.range ? 'plot-range' : 'plot-pin', null);
      return;
    }
    const { from, to } = this.view;
    const place = this.pointed ?? this.cursor ?? { column: from, row: this.rows > 0 ? 0 : null };
    const { row } = place;
    const drawn = { column: place.column, row: row === null ? null : this.placeOfRow(row) };
    const next = moveBy(event.key, drawn, { from, to }, this.rows);
    if (!next) {
      return;
    }
    event.preventDefault();
    const moved = { column: next.column, row: next.row === null ? null : this.rowAtPlace(next.row) };
    this.pointed = moved;
    const box = this.area.getBoundingClientRect();
    this.tooltip.pointAt(
      box.left + ((next.column + 1 - from) / (to - from)) * box.width,
      box.top + (next.row === null ? box.height / 2 : ((next.row + 1) / this.rows) * box.height),
    );
    sendPlotEvent(this, 'plot-cursor', { ...moved, byKeys: true });
  }
}

function bandsDiffer(now: readonly Band[], before: readonly Band[] | undefined): boolean {
  return (
    now.length !== before?.length ||
    now.some(({ from, to, severity }, index) => {
      const other = before[index];
      return from !== other.from || to !== other.to || severity !== other.severity;
    })
  );
}
