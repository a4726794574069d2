/** Redraws an element when what it shows of the state has changed. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Visibility } from '../base/visibility';
import type { MissingTensors } from './missingTensors';
import { isAwaited } from './shown';
import type { State } from './state';
import type { Store } from './store';

/** What a watch does for an element that draws values of a trace or weights. */
export interface DrawnValues {
  /** Lists the values that the element draws and the panel does not have yet. */
  readonly missing: MissingTensors;
  readonly visibility: Visibility;
  /** Whether the element stays as it was while it is out of sight, because it takes long with each step of a zoom. */
  readonly lazily?: boolean;
}

/**
 * Redraws its element when what `select` picks from the state changes; compared one by one, so that an element which
 * does not look at the cursor is left alone while the mouse moves. An element that draws values is redrawn when they
 * are all there, and asks for them while it is in sight: until then it stays as it was.
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
