/** Styles of the memory view: its sentences and its table. */
import { css } from 'lit';

export const memoryStyles = css`
  :host {
    display: block;
    min-height: 1px;
  }
  .note {
    max-width: 96ch;
  }
  .more {
    padding: 2px 0 0 var(--gutter-left);
  }
  vscode-button {
    --button-padding-vertical: 1px;
    --button-padding-horizontal: 8px;
  }
  table {
    margin-left: var(--gutter-left);
    border-collapse: collapse;
    line-height: 1.6;
  }
  th {
    font-weight: normal;
    text-align: left;
    color: var(--vscode-descriptionForeground);
  }
  th[scope='row'] {
    color: var(--vscode-foreground);
    white-space: nowrap;
  }
  th,
  td {
    padding: 0 14px 0 0;
  }
  td {
    min-width: 5ch;
  }
  td.bar {
    width: min(140px, 18vw);
  }
  td.bar div {
    display: flex;
    justify-content: space-between;
    height: 9px;
    outline: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder));
  }
  i.left {
    background: var(--vscode-charts-orange);
  }
  i.right {
    background: var(--vscode-charts-blue);
  }
  i.flat {
    background: var(--vscode-charts-purple);
  }
  th i {
    display: inline-block;
    width: 9px;
    height: 9px;
    margin-right: 6px;
  }
`;
