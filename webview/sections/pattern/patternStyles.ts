/** Styles of the view of a pattern and its places. */
import { css } from 'lit';

export const patternStyles = css`
  :host {
    display: block;
    min-height: 1px;
  }
  .note {
    max-width: 96ch;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    padding: 2px 0 4px var(--gutter-left);
  }
  vscode-button {
    --button-padding-vertical: 1px;
    --button-padding-horizontal: 8px;
  }
`;

export const searchStyles = css`
  :host {
    display: block;
  }
  .title:first-child {
    margin-top: 14px;
  }
  .note {
    max-width: 96ch;
  }
  .progress {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    padding: 2px 0 4px var(--gutter-left);
  }
  progress {
    width: 160px;
    accent-color: var(--vscode-progressBar-background, var(--vscode-button-background));
  }
  vscode-button {
    --button-padding-vertical: 1px;
    --button-padding-horizontal: 8px;
  }
  ol {
    margin: 2px 0 0;
    padding: 0 12px 0 var(--gutter-left);
  }
  li {
    padding: 5px 0 7px;
    border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    list-style: none;
  }
  li:first-child {
    border-top: 0;
  }
  .where {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    line-height: 1.6;
    overflow-wrap: anywhere;
  }
  .score {
    margin-left: auto;
  }
  .text {
    padding: 1px 0;
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size, 1.1em);
    line-height: 1.6;
    white-space: break-spaces;
    word-break: break-all;
    color: var(--vscode-descriptionForeground);
  }
  mark {
    padding: 1px 0;
    font-weight: 600;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-findMatchHighlightBackground, transparent);
    border-bottom: 2px solid var(--vscode-charts-orange, currentcolor);
  }
`;

export const chipStyles = css`
  :host {
    display: block;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    max-height: 9em;
    overflow-y: auto;
    padding: 3px var(--gutter-right) 5px var(--gutter-left);
  }
  .chip {
    display: inline-flex;
    flex: none;
    border: 1px solid var(--vscode-inputOption-activeBorder, var(--vscode-contrastActiveBorder, transparent));
    border-radius: 10px;
    line-height: 1.6;
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground);
  }
  button {
    border: 0;
    border-radius: 9px;
    font: inherit;
    font-variant-numeric: tabular-nums;
    color: inherit;
    background: none;
    cursor: pointer;
  }
  .hold {
    padding: 0 3px 0 8px;
  }
  .take {
    display: grid;
    place-items: center;
    width: 20px;
    padding: 0;
  }
  .take:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  svg {
    width: 12px;
    height: 12px;
    fill: none;
    stroke: currentcolor;
  }
  i {
    margin-left: 3px;
    font-style: normal;
    font-weight: 600;
  }
  .chip[data-in='false'] {
    border: 1px dashed var(--vscode-descriptionForeground);
    color: var(--vscode-descriptionForeground);
    background: none;
  }
  .chip[data-in='false'] .hold {
    text-decoration: line-through;
  }
  .chip[data-held='true'] {
    font-weight: 600;
    box-shadow: 0 0 0 1.5px var(--vscode-foreground);
  }
  button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
`;

export const fieldStyles = css`
  :host {
    display: block;
  }
  .fields {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    padding: 0 var(--gutter-right) 8px var(--gutter-left);
  }
  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  label + label {
    margin-left: -6px;
  }
  .sides {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 2px 12px;
  }
  unroll-segments + label {
    margin-left: 0;
  }
  vscode-text-field {
    --input-height: 22;
    --input-min-width: 0;
    width: 64px;
  }
  .wrong {
    margin: 0 12px 6px var(--gutter-left);
    padding: 2px 8px;
    max-width: 96ch;
    line-height: 1.5;
    color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
    background: var(--vscode-inputValidation-errorBackground);
    border: 1px solid var(--vscode-inputValidation-errorBorder, transparent);
  }
`;
