/** Styles of the evaluation's tables and lists. */
import { css } from 'lit';

export const evaluationStyles = css`
  :host {
    display: block;
  }
  table {
    border-collapse: collapse;
    margin: 4px 0 8px var(--gutter-left);
    line-height: 1.6;
  }
  th,
  td {
    padding: 0 0 0 18px;
    font-weight: normal;
    text-align: right;
    white-space: nowrap;
  }
  thead th {
    max-width: 9em;
    line-height: 1.3;
    white-space: normal;
    vertical-align: bottom;
    color: var(--vscode-descriptionForeground);
  }
  tr > :first-child {
    padding-left: 0;
    text-align: left;
    max-width: 18em;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  tbody th {
    color: var(--vscode-descriptionForeground);
  }
  td.main {
    font-weight: 600;
  }
  .scroll {
    max-height: 21em;
    overflow: auto;
    margin-left: var(--gutter-left);
  }
  .scroll:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .scroll table {
    margin-left: 0;
  }
  .scroll thead th {
    position: sticky;
    top: 0;
    background: var(--vscode-editor-background);
  }
  .places {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 6px;
    margin: 0 0 6px;
    padding: 0 0 0 var(--gutter-left);
    list-style: none;
  }
  .places button {
    max-width: 32em;
    padding: 0 7px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font: inherit;
    font-size: 0.92em;
    line-height: 1.7;
    color: var(--vscode-textLink-foreground);
    background: none;
    border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    border-radius: 3px;
    cursor: pointer;
  }
  .places button:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .places button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  @media (max-width: 480px) {
    th,
    td {
      padding-left: 10px;
    }
  }
`;
