/** The mouse over a plot: it points, a click pins the cursor, dragging and the wheel select columns. */
import type { ColumnRange, Place } from '../drawing/matrix';
import type { Tooltip } from '../ui/tooltip';
import { clamp } from './canvasPlot';
import { sendPlotEvent } from './plotEvents';

/** The part of a plot that the pointer uses. */
export interface PointedPlot extends HTMLElement {
  pointed: Place | null;
  /** Columns from … to−1 during a drag. */
  dragged: readonly [from: number, to: number] | null;
  readonly columns: number;
  /** The columns in view. */
  readonly view: ColumnRange;
  /** The range selected for the view; undefined for all columns. */
  readonly range: ColumnRange | undefined;
  /** Whether a range of columns can be selected. */
  readonly zoomable: boolean;
  readonly area: HTMLElement;
  /** @returns the place at a point of the area */
  placeAt(x: number, y: number, width: number, height: number): Place;
}

export class PlotPointer {
  /** Place where the button was pressed. */
  private start: { readonly column: number; readonly x: number } | null = null;

  constructor(
    private readonly plot: PointedPlot,
    private readonly tooltip: Tooltip,
  ) {}

  readonly onMove = (event: PointerEvent): void => {
    const { plot, start } = this;
    if (plot.columns === 0) {
      return;
    }
    const place = this.placeOf(event);
    plot.pointed = place;
    this.tooltip.pointAt(event.clientX, event.clientY);
    if (start !== null) {
      const low = Math.min(start.column, place.column);
      const high = Math.max(start.column, place.column) + 1;
      const far = Math.abs(event.clientX - start.x) > 4;
      plot.dragged = plot.dragged || far ? [low, high] : null;
    }
    sendPlotEvent(plot, 'plot-cursor', { ...place, byKeys: false });
  };

  readonly onDown = (event: PointerEvent): void => {
    const { plot } = this;
    if (event.button === 0 && plot.zoomable && plot.columns > 0) {
      this.start = { column: this.placeOf(event).column, x: event.clientX };
      plot.area.setPointerCapture(event.pointerId);
    }
  };

  readonly onUp = (event: PointerEvent): void => {
    const { plot } = this;
    if (event.button !== 0 || plot.columns === 0) {
      return;
    }
    const { dragged } = plot;
    this.start = null;
    plot.dragged = null;
    if (dragged) {
      sendPlotEvent(plot, 'plot-range', { from: dragged[0], to: dragged[1] });
    } else {
      sendPlotEvent(plot, 'plot-pin', this.placeOf(event));
    }
  };

  readonly onLeave = (): void => {
    if (this.start === null) {
      this.plot.pointed = null;
    }
  };

  readonly onDoubleClick = (): void => {
    if (this.plot.zoomable) {
      sendPlotEvent(this.plot, 'plot-range', null);
    }
  };

  /** Zooms about the pointer with Ctrl (or a pinch), and moves the columns in view with Shift. */
  readonly onWheel = (event: WheelEvent): void => {
    const { columns, range, view, zoomable, area } = this.plot;
    if (!zoomable || columns < 2 || !(event.ctrlKey || (event.shiftKey && range))) {
      return;
    }
    event.preventDefault();
    const { from, to } = view;
    const span = to - from;
    if (!event.ctrlKey) {
      const by = Math.round(Math.sign(event.deltaY || event.deltaX) * Math.max(1, span / 10));
      this.showColumns(from + by, span);
      return;
    }
    const box = area.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    const wanted = clamp(Math.round(span * (event.deltaY > 0 ? 1.25 : 0.8)), 2, columns);
    const next = wanted === span && event.deltaY > 0 ? Math.min(span + 1, columns) : wanted;
    this.showColumns(Math.round(from + at * (span - next)), next);
  };

  private showColumns(from: number, span: number): void {
    const { columns } = this.plot;
    const start = clamp(from, 0, columns - span);
    sendPlotEvent(this.plot, 'plot-range', span >= columns ? null : { from: start, to: start + span });
  }

  private placeOf(event: PointerEvent): Place {
    const box = this.plot.area.getBoundingClientRect();
    return this.plot.placeAt(event.clientX - box.left, event.clientY - box.top, box.width, box.height);
  }
}
