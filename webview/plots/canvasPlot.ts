/**
 * The canvas of every plot, as sharp as the screen, drawn only when it is visible and something has changed.
 * Updates of the cursor and the range wait while the plot is hidden.
 */
import { LitElement, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { paintBudget } from '../base/paintBudget';
import type { Waiter } from '../base/scheduler';
import { Visibility } from '../base/visibility';
import type { ColumnRange } from '../drawing/matrix';
import { onThemeChange } from '../drawing/theme';

/** Names of properties whose changes wait until the plot is visible. */
const following: ReadonlySet<PropertyKey> = new Set(['cursor', 'describe', 'facts', 'range']);

export abstract class CanvasPlot extends LitElement {
  /** Columns in view; undefined for all. */
  @property({ attribute: false }) range: ColumnRange | undefined;
  @query('.plot') readonly area!: HTMLElement;
  @query('.plot canvas') readonly canvas!: HTMLCanvasElement;

  private stale = true;
  /** Whether changes wait until the plot is visible. */
  private behind = false;
  private readonly resize = new ResizeObserver(([entry]) => this.fit(entry));
  private readonly visibility = new Visibility(this, '100px');
  private endTheme: (() => void) | undefined;

  /** Number of columns that are drawn, like `rows`, which is 0 for a plot without rows. */
  abstract get columns(): number;
  protected abstract get rows(): number;
  /**
   * Draws the columns in view over the whole canvas, in its own pixels.
   * @param ratio pixels of the canvas per pixel of the page
   */
  protected abstract draw(
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
    ratio: number,
  ): void;
  /** Names of the properties whose change requires a redraw. */
  protected abstract readonly drawn: readonly string[];

  /** The columns in view, clamped to the existing ones. */
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

  /**
   * Postpones updates of the cursor and the range until the plot is visible: there are many plots, but few
   * are visible.
   */
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

  /** Starts to observe the plot's size. */
  protected observe(): void {
    this.resize.observe(this.area);
  }

  /** Redraws with the next paint, or once the plot is visible. */
  protected repaint(): void {
    this.stale = true;
    this.paintIfSeen();
  }

  /** Waiter for work that is done first while the plot is visible. */
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
      // Drawn at once, because setting the size has cleared the canvas.
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
