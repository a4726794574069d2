/** Styles of the config form, of a field in it, and of its column picker. */
import { css } from 'lit';

/** Styles shared by the form and its fields: problems and placeholders. */
const partStyles = css`
  vscode-text-field::part(control)::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  .problem {
    margin: 2px 0 4px;
    padding: 2px 6px;
    border: 1px solid var(--vscode-inputValidation-errorBorder);
    background: var(--vscode-inputValidation-errorBackground);
    color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .problem.warning {
    border-color: var(--vscode-inputValidation-warningBorder);
    background: var(--vscode-inputValidation-warningBackground);
    color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground));
  }
`;

export const formStyles = [
  partStyles,
  css`
    :host {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr) auto;
      height: 100%;
    }
    .search {
      display: flex;
      align-items: center;
      gap: 6px;
      padding: 8px 12px 6px;
    }
    .search vscode-text-field {
      flex: 1;
      min-width: 0;
      --input-min-width: 0;
      --input-height: 24;
    }
    .settings {
      overflow: auto;
      scroll-padding: 34px 0 8px;
      padding: 0 8px 16px 0;
    }
    h2 {
      margin: 0;
      font-size: 1em;
      position: sticky;
      top: 0;
      z-index: 1;
      background: var(--vscode-editor-background);
    }
    h2 button {
      display: flex;
      align-items: center;
      gap: 4px;
      width: 100%;
      padding: 6px 4px 4px 8px;
      border: 0;
      font: inherit;
      font-weight: 600;
      text-align: start;
      color: var(--vscode-sideBarSectionHeader-foreground, var(--vscode-foreground));
      background: none;
      cursor: pointer;
    }
    h2 button:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: -1px;
    }
    h2 svg {
      flex: none;
      width: 16px;
      height: 16px;
      fill: none;
      stroke: currentcolor;
    }
    .count {
      margin-left: auto;
      font-weight: normal;
      color: var(--vscode-errorForeground);
    }
    .whole {
      margin: 4px 0 6px 12px;
      line-height: 1.5;
      overflow-wrap: anywhere;
    }
    .about {
      overflow: auto;
      height: 9.5em;
      max-height: 22vh;
      padding: 6px 12px 8px;
      border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
      line-height: 1.45;
      overflow-wrap: anywhere;
    }
    .about:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: -1px;
    }
  `,
];

export const fieldStyles = [
  partStyles,
  css`
    :host {
      display: block;
    }
    .field {
      display: grid;
      grid-template-columns: minmax(72px, 38%) minmax(0, 1fr) 24px;
      align-items: center;
      gap: 0 4px;
      padding: 1px 0 1px 10px;
      border-left: 2px solid transparent;
      min-height: 28px;
    }
    .field.set {
      border-left-color: var(--vscode-settings-modifiedItemIndicator);
    }
    .field.needs {
      grid-template-columns: minmax(72px, 40%) minmax(0, 1fr);
    }
    .label {
      color: var(--vscode-descriptionForeground);
      overflow-wrap: anywhere;
      line-height: 1.3;
    }
    .set .label {
      color: var(--vscode-foreground);
    }
    vscode-text-field,
    vscode-dropdown {
      width: 100%;
      min-width: 0;
      --input-min-width: 0;
      --input-height: 24;
      --dropdown-z-index: 20;
    }
    .field:not(.set) vscode-dropdown {
      color: var(--vscode-descriptionForeground);
    }
    .reset {
      display: grid;
      place-items: center;
      width: 24px;
      height: 24px;
      padding: 0;
      border: 0;
      border-radius: 3px;
      color: var(--vscode-icon-foreground, var(--vscode-foreground));
      background: none;
      cursor: pointer;
    }
    .reset svg {
      width: 14px;
      height: 14px;
      fill: none;
      stroke: currentcolor;
    }
    .reset:hover {
      background: var(--vscode-toolbar-hoverBackground);
    }
    .reset:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    .columns {
      align-items: start;
    }
    .columns > .label,
    .variants > .label {
      padding-top: 4px;
    }
    .problem {
      grid-column: 1 / -1;
    }
    @media (max-width: 280px) {
      .field,
      .field.needs {
        grid-template-columns: minmax(0, 1fr) 24px;
      }
      .label {
        grid-column: 1 / -1;
      }
    }
  `,
];

export const pickerStyles = [
  partStyles,
  css`
  :host {
    display: block;
    min-width: 0;
  }
  .summary {
    display: flex;
    align-items: center;
    gap: 4px;
    width: 100%;
    min-height: 24px;
    padding: 2px 4px 2px 8px;
    border: 1px solid var(--vscode-settings-dropdownBorder, var(--vscode-dropdown-border));
    border-radius: 2px;
    font: inherit;
    text-align: start;
    color: var(--vscode-dropdown-foreground);
    background: var(--vscode-dropdown-background);
    cursor: pointer;
  }
  .summary.quiet {
    color: var(--vscode-descriptionForeground);
  }
  .summary:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .summary span {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .summary svg {
    flex: none;
    width: 14px;
    height: 14px;
    fill: none;
    stroke: currentcolor;
  }
  .list {
    display: grid;
    max-height: 40vh;
    overflow: auto;
    padding: 4px 0 4px 8px;
    border: 1px solid var(--vscode-settings-dropdownListBorder, transparent);
    border-top: 0;
  }
  .list vscode-text-field {
    margin: 0 8px 4px 0;
    --input-min-width: 0;
    --input-height: 22;
  }
  .column {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    line-height: 1.6;
  }
  .column vscode-checkbox {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .column .quiet {
    font-size: 0.92em;
  }
`,
];

export const previewStyles = css`
  :host {
    display: block;
    padding: 2px 0 8px 8px;
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  th,
  td {
    padding: 2px 8px 2px 0;
    text-align: start;
    font-weight: normal;
    white-space: nowrap;
    vertical-align: middle;
  }
  thead th {
    color: var(--vscode-descriptionForeground);
  }
  th[scope='row'] span {
    display: block;
    max-width: 15em;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .cells {
    font-family: var(--vscode-editor-font-family);
    font-size: 0.88em;
  }
  .use {
    white-space: normal;
    line-height: 1.2;
  }
  vscode-dropdown {
    min-width: 7em;
    height: 22px;
  }
  p {
    margin: 4px 0 0;
    line-height: 1.4;
  }
`;
