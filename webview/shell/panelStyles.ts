/** The page's layout, and the two gutters beside every plot that align the time axes. */
import { css } from 'lit';

export const panelStyles = css`
  :host {
    --gutter-left: 52px;
    --gutter-right: 76px;
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    height: 100vh;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-background);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    font-weight: var(--vscode-font-weight);
  }
  .banner {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    margin: 0;
    padding: 6px 12px;
    line-height: 1.5;
    overflow-wrap: anywhere;
    border-bottom: 1px solid var(--vscode-inputValidation-errorBorder);
    background: var(--vscode-inputValidation-errorBackground);
    color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
  }
  .banner span {
    flex: 1;
  }
  .body {
    display: grid;
    min-height: 0;
    grid-template-columns: minmax(0, 1fr);
  }
  .body.form {
    grid-template-columns: 320px minmax(0, 1fr);
  }
  .body.narrow.form {
    grid-template-columns: minmax(0, 1fr);
  }
  .config {
    overflow: hidden;
    min-height: 0;
    border-right: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
  }
  .column {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
  }
  main {
    overflow: auto;
    overflow-anchor: none;
    position: relative;
    outline: none;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 4px;
    padding: 3px 12px 3px 8px;
    border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
  }
  nav button {
    padding: 3px 8px 4px;
    border: 0;
    border-bottom: 1px solid transparent;
    font: inherit;
    color: var(--vscode-panelTitle-inactiveForeground);
    background: none;
    cursor: pointer;
  }
  nav button:hover,
  nav button[aria-current='true'] {
    color: var(--vscode-panelTitle-activeForeground);
  }
  nav button[aria-current='true'] {
    border-bottom-color: var(--vscode-panelTitle-activeBorder);
  }
  nav button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .fill {
    flex: 1;
  }
  .sequence {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 4px;
    min-width: 0;
  }
  .sequence vscode-dropdown {
    min-width: 0;
  }
  nav button.another {
    flex: none;
    border: 1px solid transparent;
    border-radius: 3px;
  }
  nav button.another[aria-expanded='true'] {
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    background: var(--vscode-inputOption-activeBackground);
    border-color: var(--vscode-inputOption-activeBorder, transparent);
  }
  nav vscode-dropdown {
    --dropdown-z-index: 20;
    --input-height: 22;
    min-width: 90px;
    max-width: 240px;
    margin-left: 4px;
  }
  .facts {
    padding: 6px 0 0 var(--gutter-left);
    line-height: 1.6;
  }
  @media (max-width: 480px) {
    :host {
      --gutter-left: 38px;
      --gutter-right: 56px;
    }
  }
`;
