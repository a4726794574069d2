/** Events by which plots report the cursor, the pinned place, and the columns in view to the page. */
import type { ColumnRange, Place } from '../drawing/matrix';

interface PlotEventMap {
  /** The cursor was moved here, by mouse or keys. */
  'plot-cursor': CustomEvent<Place & { readonly byKeys: boolean }>;
  /** The cursor was pinned here by a click, or released (null). */
  'plot-pin': CustomEvent<Place | null>;
  /** These columns were selected; null for all. */
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
