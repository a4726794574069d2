/** Styles of the weights view: the matrix and its facts beside or below each other. */
import { css } from 'lit';

export const weightsStyles = css`
  :host {
    display: block;
    min-height: 1px;
  }
  .columns {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 20px;
    align-items: start;
  }
  .narrow .columns {
    grid-template-columns: minmax(0, 1fr);
  }
  .narrow .facts {
    padding-left: var(--gutter-left);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 20px;
  }
  .facts > * {
    flex: 1 1 100%;
  }
  .facts > unroll-spectrum-plot {
    flex: 0 0 220px;
  }
  .facts > dl {
    flex: 1 1 230px;
    align-content: start;
  }
  dl {
    display: grid;
    grid-template-columns: auto auto;
    justify-content: start;
    gap: 1px 14px;
    margin: 0;
    line-height: 1.5;
  }
  dt {
    color: var(--vscode-descriptionForeground);
  }
  dd {
    margin: 0;
  }
  table {
    border-collapse: collapse;
    line-height: 1.5;
  }
  th {
    font-weight: normal;
    text-align: left;
    color: var(--vscode-descriptionForeground);
  }
  th,
  td {
    padding: 0 14px 0 0;
    white-space: nowrap;
  }
  td:last-child {
    padding-right: 0;
    white-space: normal;
  }
  .warning {
    padding: 4px 8px;
    line-height: 1.45;
    max-width: 60ch;
    border-left: 2px solid var(--vscode-editorWarning-foreground);
  }
  .caption {
    line-height: 1.45;
    max-width: 60ch;
  }
`;
