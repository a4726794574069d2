/** Styles shared by several elements. Colours and fonts come from the theme. */
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
  .note {
    padding-left: var(--gutter-left);
    margin-bottom: 4px;
    line-height: 1.5;
  }
  .empty {
    padding: 6px 0 4px var(--gutter-left);
    color: var(--vscode-descriptionForeground);
    max-width: 60ch;
    line-height: 1.5;
  }
`;
