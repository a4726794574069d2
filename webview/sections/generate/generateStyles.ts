/** Styles of the section in which a text is written. */
import { css } from 'lit';

export const fieldStyles = css`
  :host {
    display: block;
    min-height: 1px;
  }
  .fields,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 2px var(--gutter-right) 4px var(--gutter-left);
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  vscode-text-field {
    width: 64px;
    --input-height: 22;
    --input-min-width: 0;
  }
  .prompt {
    flex: 1 1 240px;
  }
  .prompt vscode-text-field {
    flex: 1;
    font-family: var(--vscode-editor-font-family);
  }
  vscode-button {
    --button-padding-vertical: 1px;
    --button-padding-horizontal: 8px;
  }
  .wrong {
    padding: 0 0 4px var(--gutter-left);
    color: var(--vscode-errorForeground);
  }
  .status {
    overflow-wrap: anywhere;
  }
`;

export const writtenStyles = css`
  :host {
    display: block;
    margin-bottom: 8px;
  }
  .text {
    margin: 0 var(--gutter-right) 0 var(--gutter-left);
    padding: 2px 4px;
    max-height: 16em;
    overflow-y: auto;
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size, 1.1em);
    line-height: 1.7;
    white-space: break-spaces;
    word-break: break-all;
    cursor: crosshair;
    outline: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder));
  }
  .text.words {
    word-break: normal;
    overflow-wrap: anywhere;
  }
  .text:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .given {
    color: var(--vscode-descriptionForeground);
  }
  .token {
    padding: 2px 1px;
    background: color-mix(in srgb, var(--vscode-charts-orange, orange) var(--surprise), transparent);
  }
  .token.current {
    outline: 2px solid var(--vscode-foreground);
    outline-offset: -1px;
  }
  .said {
    min-height: 13.5em;
    padding: 4px var(--gutter-right) 0 var(--gutter-left);
    line-height: 1.5;
  }
  .chosen {
    white-space: pre-wrap;
  }
  table {
    border-collapse: collapse;
  }
  td {
    padding: 0 12px 0 0;
    white-space: pre;
    font-family: var(--vscode-editor-font-family);
  }
  .drawn {
    font-weight: 600;
  }
  .bar {
    width: 160px;
  }
  .bar span {
    display: block;
    height: 0.7em;
    min-width: 1px;
    background: var(--vscode-charts-blue, currentcolor);
  }
`;
