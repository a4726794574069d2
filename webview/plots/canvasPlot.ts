/**
 * A canvas as sharp as the screen, drawn only when it is seen and something changed: what every plot is drawn on. What follows
 * the cursor and the range waits while the plot is out of sight.
 */
import { LitElement, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { paintBudget } from '../base/paintBudget';
import type { Waiter } from '../base/scheduler';
import { Visibility } from '../base/visibility';
import type { ColumnRange } from '../drawing/matrix';
import { onThemeChange } from '../drawing/theme';

/** Names of properties that show only while the plot is in sight. */
const following: ReadonlySet<PropertyKey> = new Set(['cursor', 'describe', 'facts', 'range']);

export abstract class CanvasPlot extends LitElement {
  /** Columns in view; all where undefined. */
  @property({ attribute: false }) range: ColumnRange | undefined;
  @query('.plot') readonly area!: HTMLElement;
  @query('.plot canvas') readonly canvas!: HTMLCanvasElement;

  private stale = true;
  /** Whether something changed that the page does not show while the plot is out of sight. */
  private behind = false;
  private readonly resize = new ResizeObserver(([entry]) => this.fit(entry));
  private readonly visibility = new Visibility(this, '100px');
  private endTheme: (() => void) | undefined;

  /** Number of columns and rows of what is drawn; rows 0 for a plot without rows. */
  abstract get columns(): number;
  protected abstract get rows(): number;
  /** Draws the columns in view over the whole canvas, in its own pixels. @param ratio of these to those of the page */
  protected abstract draw(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    ratio: number,
  ): void;
  /** Names of the properties whose change needs a new drawing. */
  protected abstract readonly drawn: readonly string[];

  /** The columns in view, within what there is. */
  get view(): ColumnRange {
    const from = clamp(this.range?.from ?? 0, 0, Math.max(0, this.columns - 1));
    return { from, to: clamp(this.range?.to ?? this.columns, from + 1, Math.max(this.columns, from + 1)) };
  }

  async paint(target: HTMLCanvasElement, _width: number, _height: number, ratio: number) {
    const context = target.getContext('2d');
    if (context) {
      this.draw(context, target.width, target.height, ratio);
    }
    return () => undefined;
  }

  constructor() {
    super();
    this.visibility.onLook(() => {
      if (this.visibility.seen && this.behind) {
        this.behind = false;
        this.requestUpdate();
      }
      this.paintIfSeen();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.endTheme = onThemeChange(() => this.repaint());
    if (this.hasUpdated) {
      this.observe();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endTheme?.();
    this.resize.disconnect();
  }

  /** What follows the cursor and the range is left for when the plot is seen: there are many, and few in sight. */
  protected override shouldUpdate(changed: PropertyValues): boolean {
    const later =
      this.hasUpdated && !this.visibility.seen && [...changed.keys()].every((name) => following.has(name));
    this.behind ||= later;
    this.stale ||= later && changed.has('range');
    return !later;
  }

  protected override firstUpdated(): void {
    this.observe();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('range') || this.drawn.some((name) => changed.has(name))) {
      this.repaint();
    }
  }

  /** Begins to look at its size. */
  protected observe(): void {
    this.resize.observe(this.area);
  }

  /** Draws again with the next paint, or when the plot comes into view. */
  protected repaint(): void {
    this.stale = true;
    this.paintIfSeen();
  }

  /** For work whose turn comes first while the plot is in sight. */
  protected askWhenSeen(): Waiter {
    const { visibility } = this;
    return {
      get seen() {
        return visibility.seen;
      },
      wake: () => undefined,
    };
  }

  private fit({ contentRect, devicePixelContentBoxSize: exact }: ResizeObserverEntry): void {
    const ratio = window.devicePixelRatio;
    const width = exact?.[0]?.inlineSize ?? Math.round(contentRect.width * ratio);
    const height = exact?.[0]?.blockSize ?? Math.round(contentRect.height * ratio);
    if (width !== this.canvas.width || height !== this.canvas.height) {
      this.canvas.width = width;
      this.canvas.height = height;
      // At once, for this has wiped the canvas.
      this.stale = true;
      this.paintNow();
    }
  }

  private paintIfSeen(): void {
    if (this.visibility.seen && this.stale && this.hasUpdated) {
      paintBudget.ask(this.paintNow);
    }
  }

  private readonly paintNow = () => {
    if (!this.visibility.seen || !this.stale) {
      return;
    }
    const { width, height } = this.canvas;
    const context = this.canvas.getContext('2d');
    if (context && width > 0 && height > 0) {
      this.stale = false;
      this.draw(context, width, height, window.devicePixelRatio);
    }
  };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
