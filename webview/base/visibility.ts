/**
 * Tracks whether an element is visible: only then does it request values, and the work it waits for is done
 * first.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Waiter } from './scheduler';

export class Visibility implements ReactiveController, Waiter {
  private isSeen: boolean | undefined;
  private readonly listeners: (() => void)[] = [];
  private readonly observer: IntersectionObserver;

  /** @param margin around the window within which an element counts as visible */
  constructor(
    private readonly element: ReactiveControllerHost & HTMLElement,
    margin = '0px',
  ) {
    this.observer = new IntersectionObserver(
      (entries) => {
        this.isSeen = entries.at(-1)?.isIntersecting ?? false;
        for (const listener of this.listeners) {
          listener();
        }
      },
      { rootMargin: margin },
    );
    element.addController(this);
  }

  /** Whether the element is known to be visible. */
  get seen(): boolean {
    return this.isSeen === true;
  }

  /** Whether the element is known to be hidden. */
  get hidden(): boolean {
    return this.isSeen === false;
  }

  /** Calls the listener whenever the browser reports whether the element is visible. */
  onLook(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Determines the visibility anew, with the next frame. */
  look(): void {
    this.observer.unobserve(this.element);
    this.observer.observe(this.element);
  }

  hostConnected(): void {
    this.observer.observe(this.element);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
    this.isSeen = undefined;
  }

  wake(): void {
    this.element.requestUpdate();
  }
}
