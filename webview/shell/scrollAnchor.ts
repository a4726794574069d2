/** Scroll position of the sections: restored after a reload, and moved to a section on request. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Store } from '../state/store';
import { Watch } from '../state/watch';

type Scrolled = ReactiveControllerHost &
  HTMLElement & {
    readonly store: Store;
    /** Element that holds the sections, each with its name as its id; null while there are none. */
    readonly scroller: HTMLElement | null;
  };

export class ScrollAnchor implements ReactiveController {
  private shownSection = '';
  /** Target of the next scroll, as soon as the page is long enough: an offset, or a section. */
  private wanted: number | string | null = null;
  /** Last programmatic scroll position; any other value means that the user scrolled. */
  private scrolledTo = -1;
  /** Last request that was carried out. */
  private followed: { readonly view: string } | null = null;
  private readonly grown = new ResizeObserver(() => this.scrollToWanted());
  protected readonly watch: Watch;

  constructor(private readonly host: Scrolled) {
    host.addController(this);
    this.watch = new Watch(host, ({ show }) => [show]);
  }

  /** Section in view; empty before the first scroll. */
  get current(): string {
    return this.shownSection;
  }

  hostConnected(): void {
    this.wanted = this.host.store.state.view.scroll || null;
  }

  hostDisconnected(): void {
    this.grown.disconnect();
  }

  hostUpdated(): void {
    const { show } = this.host.store.state;
    if (show !== this.followed) {
      this.followed = show;
      this.wanted = show?.view ?? null;
      this.scrollToWanted();
    }
    const { scroller } = this.host;
    if (scroller) {
      this.grown.observe(scroller);
      for (const section of scroller.children) {
        this.grown.observe(section);
      }
    }
  }

  readonly onScroll = (): void => {
    const { scroller, store } = this.host;
    if (!scroller) {
      return;
    }
    if (Math.abs(scroller.scrollTop - this.scrolledTo) > 2) {
      this.wanted = null;
    }
    if (typeof this.wanted !== 'number') {
      store.choose({ scroll: Math.round(scroller.scrollTop) });
    }
    if (this.wanted === null) {
      const line = scroller.scrollTop + 60;
      const above = [...scroller.querySelectorAll<HTMLElement>('unroll-section')].filter(
        ({ offsetTop }) => offsetTop <= line,
      );
      this.setCurrent(above.at(-1)?.id ?? '');
    }
  };

  private scrollToWanted(): void {
    const { wanted } = this;
    const { scroller } = this.host;
    if (!scroller || wanted === null) {
      return;
    }
    if (typeof wanted === 'number') {
      scroller.scrollTop = wanted;
      this.scrolledTo = scroller.scrollTop;
      if (Math.abs(scroller.scrollTop - wanted) < 2) {
        this.wanted = null;
      }
      return;
    }
    // The target stays until the user scrolls, because sections above may still be drawn and would move it.
    const section = scroller.querySelector<HTMLElement>(`#${wanted}`);
    if (section) {
      scroller.scrollTop = section.offsetTop;
      this.scrolledTo = scroller.scrollTop;
      this.setCurrent(wanted);
    }
  }

  private setCurrent(view: string): void {
    if (view !== this.shownSection) {
      this.shownSection = view;
      this.host.requestUpdate();
    }
  }
}
