/** An element that asks for what takes long, and whose turn comes first while it is in sight. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Waiter } from './scheduler';

export class Visibility implements ReactiveController, Waiter {
  seen = false;
  private readonly observer = new IntersectionObserver((entries) => {
    this.seen = entries.at(-1)?.isIntersecting ?? false;
  });

  constructor(private readonly element: ReactiveControllerHost & HTMLElement) {
    element.addController(this);
  }

  hostConnected(): void {
    this.observer.observe(this.element);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
    this.seen = false;
  }

  wake(): void {
    this.element.requestUpdate();
  }
}
