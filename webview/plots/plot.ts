/** What every plot on a canvas has in common: a cursor moved by mouse or keys, a tooltip, and a range that can be dragged. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Band, ColumnRange, Place } from '../drawing/matrix';
import type { Axis, Figure, FigureInfo, NumberTable, TablePlace } from '../export/figure';
import { FigureTools, toolStyles } from '../export/figureTools';
import { shared } from '../ui/styles';
import { placeBeside, type TooltipLine, tooltipStyles } from '../ui/tooltip';
import { CanvasPlot, clamp } from './canvasPlot';
import { moveBy } from './plotKeys';
import { plotStyles } from './plotStyles';

declare global {
  interface HTMLElementEventMap {
    /** The cursor was moved here, by mouse or keys. */
    'plot-cursor': CustomEvent<Place & { readonly byKeys: boolean }>;
    /** The cursor was put here by a click, or freed (null). */
    'plot-pin': CustomEvent<Place | null>;
    /** These columns were chosen; null for all. */
    'plot-range': CustomEvent<ColumnRange | null>;
  }
}

export abstract class Plot extends CanvasPlot implements Figure {
  @property({ attribute: false }) cursor: Place | null = null;
  /** What the plot shows, said aloud. */
  @property({ attribute: false }) label = '';
  /** Lines of the tooltip at a place. */
  @property({ attribute: false }) describe: (place: Place) => readonly TooltipLine[] = () => [];
  /** In pixels of the page. */
  @property({ attribute: false }) height = 120;
  /** Whether a range of columns can be chosen. */
  @property({ attribute: false }) zoomable = true;

  @property({ attribute: false, hasChanged: bandsDiffer }) bands: readonly Band[] = [];
  /** What it is called outside of the page. */
  @property({ attribute: false }) facts: FigureInfo = { title: '', across: 'step', labels: [] };

  @state() protected pointed: Place | null = null;
  @state() private dragged: readonly [number, number] | null = null;
  private readonly tools = new FigureTools(this);
  @query('.tooltip') private tooltip!: HTMLElement | null;

  private tooltipAt: readonly [x: number, y: number] = [0, 0];
  private tooltipSize: readonly [width: number, height: number] = [0, 0];
  /** Tells the size of the tooltip after the layout of a frame and before its paint. */
  private readonly tooltipResize = new ResizeObserver(([{ borderBoxSize }]) => {
    const [{ inlineSize, blockSize }] = borderBoxSize;
    this.tooltipSize = [inlineSize, blockSize];
    this.placeTooltip();
  });
  static override styles = [shared, tooltipStyles, plotStyles, toolStyles];

  /** Where a row is drawn, counted from the top, and which row is drawn there. */
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
  /** What is pointed out over the canvas. @param percent where a column begins, of the width */
  protected renderMarks(_percent: (column: number) => number): unknown {
    return nothing;
  }
  protected renderLegend(): unknown {
    return nothing;
  }
  /** The row, and the column that stands for the pixel, at a point of the page's pixels. */
  protected placeAt(x: number, _y: number, width: number, _height: number): Place {
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

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.tooltipResize.disconnect();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.placeTooltip();
  }

  protected override observe(): void {
    super.observe();
    if (this.tooltip) {
      this.tooltipResize.observe(this.tooltip);
    }
  }

  protected override render(): TemplateResult {
    const { from, to } = this.view;
    const percent = (column: number) => ((column - from) / (to - from)) * 100;
    const marked = this.pointed ?? this.cursor;
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
        @pointermove=${this.onPointerMove}
        @pointerleave=${this.onPointerLeave}
        @pointerdown=${this.onPointerDown}
        @pointerup=${this.onPointerUp}
        @dblclick=${() => this.zoomable && this.tell('plot-range', null)}
        @wheel=${this.onWheel}
        @keydown=${this.onKey}
        @blur=${this.onPointerLeave}
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
      ${this.tools.below()} ${this.renderTooltip()}
    `;
  }

  private placeTooltip(): void {
    if (this.tooltip && !this.tooltip.hidden) {
      placeBeside(this.tooltip, this.tooltipAt, this.tooltipSize);
    }
  }

  private renderTooltip(): TemplateResult {
    const lines = this.pointed && !this.dragged ? this.describe(this.pointed) : [];
    return html`<dl class="tooltip" id="tooltip" role="tooltip" aria-live="polite" ?hidden=${lines.length === 0}>
      ${lines.map(([term, value]) => html`<dt>${term}</dt> <dd>${value}</dd> `)}
    </dl>`;
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

  private tell<Name extends 'plot-cursor' | 'plot-pin' | 'plot-range'>(
    name: Name,
    detail: HTMLElementEventMap[Name]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private pointerPlace(event: PointerEvent): Place {
    const box = this.area.getBoundingClientRect();
    return this.placeAt(event.clientX - box.left, event.clientY - box.top, box.width, box.height);
  }

  private onPointerMove(event: PointerEvent): void {
    if (this.columns === 0) {
      return;
    }
    const place = this.pointerPlace(event);
    this.pointed = place;
    this.tooltipAt = [event.clientX, event.clientY];
    if (this.dragStart !== null) {
      const low = Math.min(this.dragStart.column, place.column);
      const high = Math.max(this.dragStart.column, place.column) + 1;
      const far = Math.abs(event.clientX - this.dragStart.x) > 4;
      this.dragged = this.dragged || far ? [low, high] : null;
    }
    this.tell('plot-cursor', { ...place, byKeys: false });
  }

  private dragStart: { readonly column: number; readonly x: number } | null = null;

  private onPointerDown(event: PointerEvent): void {
    if (event.button === 0 && this.zoomable && this.columns > 0) {
      this.dragStart = { column: this.pointerPlace(event).column, x: event.clientX };
      this.area.setPointerCapture(event.pointerId);
    }
  }

  private onPointerUp(event: PointerEvent): void {
    if (event.button !== 0 || this.columns === 0) {
      return;
    }
    const chosen = this.dragged;
    this.dragStart = null;
    this.dragged = null;
    if (chosen) {
      this.tell('plot-range', { from: chosen[0], to: chosen[1] });
    } else {
      this.tell('plot-pin', this.pointerPlace(event));
    }
  }

  private onPointerLeave(): void {
    if (this.dragStart === null) {
      this.pointed = null;
    }
  }

  /** With Ctrl (or a pinch) the wheel zooms about the pointer; with Shift it moves the columns in view. */
  private onWheel(event: WheelEvent): void {
    if (!this.zoomable || this.columns < 2 || !(event.ctrlKey || (event.shiftKey && this.range))) {
      return;
    }
    event.preventDefault();
    const { from, to } = this.view;
    const span = to - from;
    if (!event.ctrlKey) {
      const by = Math.round(Math.sign(event.deltaY || event.deltaX) * Math.max(1, span / 10));
      this.showColumns(from + by, span);
      return;
    }
    const box = this.area.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    const wanted = clamp(Math.round(span * (event.deltaY > 0 ? 1.25 : 0.8)), 2, this.columns);
    const next = wanted === span && event.deltaY > 0 ? Math.min(span + 1, this.columns) : wanted;
    this.showColumns(Math.round(from + at * (span - next)), next);
  }

  private showColumns(from: number, span: number): void {
    const start = clamp(from, 0, this.columns - span);
    this.tell('plot-range', span >= this.columns ? null : { from: start, to: start + span });
  }

  private onKey(event: KeyboardEvent): void {
    if (this.columns === 0 || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === 'Escape') {
      this.pointed = null;
      this.tell(this.range ? 'plot-range' : 'plot-pin', null);
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
    this.tooltipAt = [
      box.left + ((next.column + 1 - from) / (to - from)) * box.width,
      box.top + (next.row === null ? box.height / 2 : ((next.row + 1) / this.rows) * box.height),
    ];
    this.tell('plot-cursor', { ...moved, byKeys: true });
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
