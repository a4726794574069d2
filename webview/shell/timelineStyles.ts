/** Styles of the timeline. */
import { css } from 'lit';

export const timelineStyles = css`
  :host {
    display: block;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 4px 12px 4px 8px;
    border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
  }
  button {
    font: inherit;
    color: var(--vscode-icon-foreground, var(--vscode-foreground));
    background: none;
    border: 1px solid transparent;
    border-radius: 3px;
    cursor: pointer;
  }
  button:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  button:focus-visible,
  .track:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .icon {
    display: grid;
    place-items: center;
    flex: none;
    width: 22px;
    height: 22px;
    padding: 0;
  }
  .icon svg {
    width: 14px;
    height: 14px;
    fill: currentcolor;
  }
  .newest {
    flex: none;
    padding: 1px 8px;
    line-height: 1.5;
    color: var(--vscode-foreground);
  }
  .newest[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground);
    border-color: var(--vscode-inputOption-activeBorder, transparent);
  }
  .track {
    position: relative;
    flex: 1;
    min-width: 80px;
    height: 26px;
    cursor: ew-resize;
    touch-action: none;
  }
  .loss,
  .marks {
    position: absolute;
    inset: 0 0 5px;
    width: 100%;
    height: 21px;
    pointer-events: none;
  }
  .loss path {
    fill: none;
    stroke: var(--vscode-charts-blue);
    stroke-opacity: 0.55;
    stroke-width: 1px;
    vector-effect: non-scaling-stroke;
  }
  .marks {
    top: 21px;
    height: 5px;
    border-top: 1px solid var(--vscode-descriptionForeground);
  }
  .marks i {
    position: absolute;
    top: 0;
    width: 1px;
    height: 4px;
    background: var(--vscode-descriptionForeground);
  }
  .marks i.band {
    left: 0;
    width: 100%;
    opacity: 0.5;
  }
  .handle {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 3px;
    margin-left: -1px;
    border-radius: 2px;
    background: var(--vscode-focusBorder, var(--vscode-foreground));
    pointer-events: none;
  }
  .beginning {
    position: absolute;
    top: -3px;
    width: 16px;
    height: 16px;
    margin-left: -8px;
    padding: 0;
    border-radius: 8px;
    background: var(--vscode-editor-background);
  }
  .beginning svg.severity {
    width: 12px;
    height: 12px;
  }
  .words {
    flex: none;
    min-width: 17ch;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 480px) {
    .words {
      min-width: 0;
      max-width: 12ch;
      overflow: hidden;
      text-overflow: ellipsis;
    }
  }
`;
