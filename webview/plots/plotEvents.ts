/** The events by which plots tell the page where the cursor is, what is held, and which columns are in view. */
import type { ColumnRange, Place } from '../drawing/matrix';

interface PlotEventMap {
  /** The cursor was moved here, by mouse or keys. */
  'plot-cursor': CustomEvent<Place & { readonly byKeys: boolean }>;
  /** The cursor was put here by a click, or freed (null). */
  'plot-pin': CustomEvent<Place | null>;
  /** These columns were chosen; null for all. */
  'plot-range': CustomEvent<ColumnRange | null>;
}

declare global {
  interface HTMLElementEventMap extends PlotEventMap {}
}

export function sendPlotEvent<Name extends keyof PlotEventMap>(
  plot: HTMLElement,
  name: Name,
  detail: PlotEventMap[Name]['detail'],
): void {
  plot.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
