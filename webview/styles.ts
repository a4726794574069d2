/** Styles that several elements share. Colours and fonts are the theme's. */
import { css } from 'lit';

export const shared = css`
  :host {
    box-sizing: border-box;
    font-variant-numeric: tabular-nums;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  [hidden] {
    display: none !important;
  }
  h3 {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    color: var(--vscode-foreground);
  }
  p {
    margin: 0;
  }
  .quiet {
    color: var(--vscode-descriptionForeground);
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    margin: 12px 0 4px;
    padding-left: var(--gutter-left);
    line-height: 1.5;
  }
  .title:first-child {
    margin-top: 0;
  }
  .title .quiet {
    font-size: 0.92em;
  }
  .empty {
    padding: 12px 0 4px;
    color: var(--vscode-descriptionForeground);
    max-width: 60ch;
    line-height: 1.5;
  }
`;

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
