/** Tooltips: their lines, styles and placement. */
import { css, html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';

/** A line of a tooltip: term and value. */
export type TooltipLine = readonly [term: string, value: string];

/** The tooltip of an element, placed beside the pointer and entirely within the window. */
export class Tooltip implements ReactiveController {
  private element: HTMLElement | undefined;
  private at: readonly [x: number, y: number] = [0, 0];
  private size: readonly [width: number, height: number] = [0, 0];
  /**
   * Reports the size after a frame's layout and before its paint; reading it directly would force a layout.
   */
  private readonly resize = new ResizeObserver(([{ borderBoxSize }]) => {
    const [{ inlineSize, blockSize }] = borderBoxSize;
    this.size = [inlineSize, blockSize];
    this.place();
  });

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Places the tooltip beside this point, from the next update on. */
  pointAt(x: number, y: number): void {
    this.at = [x, y];
  }

  /** Renders the tooltip, hidden where there are no lines. Its id is `tooltip`. */
  render(lines: readonly TooltipLine[]): TemplateResult {
    return html`<dl
      class="tooltip"
      id="tooltip"
      role="tooltip"
      aria-live="polite"
      ?hidden=${lines.length === 0}
      ${ref(this.onElement)}
    >
      ${lines.map(([term, value]) => html`<dt>${term}</dt> <dd>${value}</dd> `)}
    </dl>`;
  }

  hostUpdated(): void {
    this.place();
  }

  private readonly onElement = (element: Element | undefined): void => {
    this.resize.disconnect();
    this.element = element instanceof HTMLElement ? element : undefined;
    if (this.element) {
      this.resize.observe(this.element);
    }
  };

  private place(): void {
    const { element } = this;
    if (!element || element.hidden) {
      return;
    }
    const [x, y] = this.at;
    const [width, height] = this.size;
    const left = x + 14 + width > window.innerWidth ? x - 14 - width : x + 14;
    const top = y + 14 + height > window.innerHeight ? y - 14 - height : y + 14;
    element.style.left = `${Math.max(2, left)}px`;
    element.style.top = `${Math.max(2, top)}px`;
  }
}

export const tooltipStyles = css`
  .tooltip {
    position: fixed;
    z-index: 30;
    pointer-events: none;
    margin: 0;
    padding: 4px 8px;
    display: grid;
    grid-template-columns: auto auto;
    gap: 0 12px;
    max-width: 340px;
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, transparent));
    background: var(--vscode-editorHoverWidget-background);
    color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
    line-height: 1.5;
    font-size: 0.95em;
  }
  .tooltip dt {
    color: var(--vscode-descriptionForeground);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    max-width: 16em;
  }
  .tooltip dd {
    margin: 0;
    text-align: right;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;
