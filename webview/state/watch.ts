/** Redraws an element when the part of the state that it shows has changed. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Visibility } from '../base/visibility';
import type { MissingTensors } from './missingTensors';
import { isAwaited } from './shown';
import type { State } from './state';
import type { Store } from './store';

/** Settings of a watch whose element draws values of a trace or weights. */
export interface DrawnValues {
  /** Lists the values that the element draws and the panel does not have yet. */
  readonly missing: MissingTensors;
  readonly visibility: Visibility;
  /**
   * Whether the element is not redrawn while it is hidden, because drawing it at each step of a zoom takes
   * long.
   */
  readonly lazily?: boolean;
}

/**
 * Redraws its element when a value that `select` returns changes. The values are compared one by one, so that
 * an element that does not depend on the cursor is not redrawn while the mouse moves. An element that draws
 * values requests them while it is visible, and is redrawn once all have arrived; until then it stays as it
 * was.
 */
export class Watch implements ReactiveController {
  private last: readonly unknown[] = [];
  private end: (() => void) | undefined;

  constructor(
    private readonly element: ReactiveControllerHost & HTMLElement & { readonly store: Store },
    private readonly select: (state: State) => readonly unknown[],
    private readonly drawn?: DrawnValues,
  ) {
    element.addController(this);
    drawn?.visibility.onLook(() => {
      if (drawn.visibility.seen) {
        element.store.look();
      }
    });
  }

  hostConnected(): void {
    this.end = this.element.store.subscribe(() => this.look());
    this.look();
  }

  hostDisconnected(): void {
    this.end?.();
    this.end = undefined;
  }

  private look(): void {
    const { drawn, last } = this;
    const { store } = this.element;
    if (drawn && isAwaited(store.state)) {
      return;
    }
    const missing = drawn?.missing(store.state) ?? [];
    if (missing.length > 0) {
      if (!drawn?.visibility.hidden) {
        store.want(missing);
      }
      return;
    }
    const now = this.select(store.state);
    if (drawn?.lazily && drawn.visibility.hidden && last.length > 0) {
      return;
    }
    if (now.length !== last.length || now.some((value, index) => value !== last[index])) {
      this.last = now;
      this.element.requestUpdate();
    }
  }
}
