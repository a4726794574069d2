/** The panel's one store: takes messages and choices, tells the elements once a frame, and remembers the view. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { HostToPanel, PanelToHost } from '../src/protocol';
import { initialState, initialView, reduce, type State, type View } from './state';

/** What VS Code gives to a webview, as far as the panel uses it. */
export interface Host {
  postMessage(message: PanelToHost): void;
  getState(): unknown;
  setState(state: View): void;
}

export class Store {
  state: State;
  private readonly listeners = new Set<() => void>();
  private frame = 0;
  private remembering: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: Host) {
    this.state = initialState(restored(host.getState()));
  }

  receive(message: HostToPanel): void {
    this.change(reduce(this.state, message));
  }

  /** A choice of the person. */
  choose(choice: Partial<View>): void {
    this.change({ ...this.state, view: { ...this.state.view, ...choice } });
  }

  /** Something went wrong in the panel itself, or the person has read the error (null). */
  setError(error: string | null): void {
    this.change({ ...this.state, error });
  }

  post(message: PanelToHost): void {
    this.host.postMessage(message);
  }

  /** @returns the end of the subscription */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private change(state: State): void {
    const viewChanged = state.view !== this.state.view;
    this.state = state;
    if (viewChanged) {
      clearTimeout(this.remembering);
      this.remembering = setTimeout(() => this.host.setState(this.state.view), 100);
    }
    if (this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        for (const listener of this.listeners) {
          listener();
        }
      });
    }
  }
}

/**
 * Redraws its element when what `select` picks from the state changes; compared one by one, so that an element which
 * does not look at the cursor is left alone while the mouse moves.
 */
export class Watch implements ReactiveController {
  private seen: readonly unknown[] = [];
  private end: (() => void) | undefined;

  constructor(
    private readonly element: ReactiveControllerHost & { readonly store: Store },
    private readonly select: (state: State) => readonly unknown[],
  ) {
    element.addController(this);
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
    const now = this.select(this.element.store.state);
    if (now.length !== this.seen.length || now.some((value, index) => value !== this.seen[index])) {
      this.seen = now;
      this.element.requestUpdate();
    }
  }
}

/** The view of the last time where it is one; an old or foreign state falls back to the defaults key by key. */
function restored(saved: unknown): View {
  if (typeof saved !== 'object' || saved === null) {
    return initialView;
  }
  const view: Record<string, unknown> = { ...initialView };
  for (const [key, value] of Object.entries(saved)) {
    if (key in view) {
      view[key] = value;
    }
  }
  return isView(view) ? view : initialView;
}

function isView(view: Record<string, unknown>): view is View & Record<string, unknown> {
  return (
    Number.isInteger(view.probe) &&
    Number.isFinite(view.scroll) &&
    Array.isArray(view.collapsed) &&
    Array.isArray(view.closedGroups) &&
    [view.folder, view.layer, view.gate, view.block].every((it) => it === null || typeof it === 'string') &&
    [view.cursor, view.range].every((it) => typeof it === 'object')
  );
}
