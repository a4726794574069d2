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

interface Target {
  /** Section from whose upper edge the offset counts; null: from that of the first. */
  readonly section: string | null;
  readonly offset: number;
  /** Whether it is the position before a reload. */
  readonly restored: boolean;
}

export class ScrollAnchor implements ReactiveController {
  private shownSection = '';
  /** Target of the next scrolls, until the user scrolls. */
  private wanted: Target | null = null;
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
    const { scroll: offset, scrollSection: section } = this.host.store.state.view;
    this.wanted = offset !== 0 || section !== null ? { section, offset, restored: true } : null;
  }

  hostDisconnected(): void {
    this.grown.disconnect();
  }

  hostUpdated(): void {
    const { show } = this.host.store.state;
    if (show !== this.followed) {
      this.followed = show;
      this.wanted = show && { section: show.view, offset: 0, restored: false };
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
    const line = scroller.scrollTop + 60;
    const above = [...scroller.querySelectorAll<HTMLElement>('unroll-section')]
      .filter(({ offsetTop }) => offsetTop <= line)
      .at(-1);
    if (!this.wanted?.restored) {
      const offset = scroller.scrollTop - (above?.offsetTop ?? 0);
      store.choose({ scroll: Math.round(offset), scrollSection: above?.id ?? null });
    }
    if (this.wanted === null) {
      this.setCurrent(above?.id ?? '');
    }
  };

  /** The target stays until the user scrolls, because sections above may still be drawn and would move it. */
  private scrollToWanted(): void {
    const { wanted } = this;
    const { scroller } = this.host;
    if (!scroller || wanted === null) {
      return;
    }
    const section = wanted.section && scroller.querySelector<HTMLElement>(`#${wanted.section}`);
    if (section || wanted.section === null) {
      scroller.scrollTop = (section ? section.offsetTop : 0) + wanted.offset;
      this.scrolledTo = scroller.scrollTop;
      this.setCurrent(wanted.section ?? '');
    }
  }

  private setCurrent(view: string): void {
    if (view !== this.shownSection) {
      this.shownSection = view;
      this.host.requestUpdate();
    }
  }
}
