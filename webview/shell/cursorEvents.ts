/** Pointing at a plot, clicking in it and dragging over it move the cursor and the range of all plots. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ColumnRange, Place } from '../drawing/matrix';
import { isFollowed } from '../state/followDebugger';
import type { Store } from '../state/store';

/** Listens to the events of the plots on the element around them. */
export class CursorEvents implements ReactiveController {
  constructor(private readonly element: ReactiveControllerHost & HTMLElement & { readonly store: Store }) {
    element.addController(this);
  }

  hostConnected(): void {
    this.element.addEventListener('plot-cursor', this.onCursor);
    this.element.addEventListener('plot-pin', this.onPin);
    this.element.addEventListener('plot-range', this.onRange);
  }

  hostDisconnected(): void {
    this.element.removeEventListener('plot-cursor', this.onCursor);
    this.element.removeEventListener('plot-pin', this.onPin);
    this.element.removeEventListener('plot-range', this.onRange);
  }

  private readonly onCursor = (event: HTMLElementEventMap['plot-cursor']): void => {
    const { store } = this.element;
    const { cursor } = store.state.view;
    const { column, row, byKeys } = event.detail;
    const pinned = cursor?.pinned ?? false;
    if (byKeys || !pinned) {
      const unit = isUnits(event) ? row : (cursor?.unit ?? null);
      store.choose({ cursor: { step: column, unit, pinned } });
    }
  };

  /** Holds the cursor on a click; a click on the same place, or Escape, releases it. */
  private readonly onPin = (event: CustomEvent<Place | null>): void => {
    const { store } = this.element;
    const { cursor } = store.state.view;
    if (event.detail === null) {
      store.choose({ cursor: cursor && { ...cursor, pinned: false } });
      return;
    }
    const { column, row } = event.detail;
    const unit = isUnits(event) ? row : (cursor?.unit ?? null);
    if (isFollowed(store.state)) {
      store.choose({ cursor: { step: column, unit, pinned: true } });
      store.post({ type: 'goToStep', step: column });
      return;
    }
    const same = cursor?.pinned === true && cursor.step === column && cursor.unit === unit;
    store.choose({ cursor: { step: column, unit, pinned: !same } });
  };

  private readonly onRange = ({ detail }: CustomEvent<ColumnRange | null>): void => {
    const { store } = this.element;
    const { pattern } = store.state.view;
    const range = detail && ([detail.from, detail.to] as const);
    // The steps that were dragged over stay the range of the pattern when all steps are shown again.
    store.choose(range ? { range, pattern: { ...pattern, steps: range } } : { range });
  };
}

/** Whether the rows of the plot that sent the event are the layer's units. */
function isUnits(event: Event): boolean {
  const [plot] = event.composedPath();
  return plot instanceof HTMLElement && plot.dataset.units === 'true';
}
