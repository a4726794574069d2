/** Tooltips: their lines, their looks, and where they stand. */
import { css } from 'lit';

/** A line of a tooltip: term and value. */
export type TooltipLine = readonly [term: string, value: string];

/**
 * Puts a tooltip beside a point of the window, whole within it.
 * @param size where it is known; asking for it makes the browser lay out the page at once
 */
export function placeBeside(
  tooltip: HTMLElement,
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number] = [tooltip.offsetWidth, tooltip.offsetHeight],
): void {
  const left = x + 14 + width > window.innerWidth ? x - 14 - width : x + 14;
  const top = y + 14 + height > window.innerHeight ? y - 14 - height : y + 14;
  tooltip.style.left = `${Math.max(2, left)}px`;
  tooltip.style.top = `${Math.max(2, top)}px`;
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
