/** Whether an element is in sight: it asks then for what takes long, and what it waits for comes first. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Waiter } from './scheduler';

export class Visibility implements ReactiveController, Waiter {
  private isSeen: boolean | undefined;
  private readonly listeners: (() => void)[] = [];
  private readonly observer: IntersectionObserver;

  /** @param margin around the window within which an element counts as in sight */
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

  /** Whether the element is known to be in sight. */
  get seen(): boolean {
    return this.isSeen === true;
  }

  /** Whether the element is known to be out of sight. */
  get hidden(): boolean {
    return this.isSeen === false;
  }

  /** The listener is called whenever it was found out whether the element is in sight. */
  onLook(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Finds out anew, with the next frame. */
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
