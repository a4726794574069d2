/** Layout of a plot: ticks, canvas, legend, and the marks over the canvas. */
import { css } from 'lit';

export const plotStyles = css`
  :host {
    display: grid;
    grid-template-columns: var(--gutter-left) var(--plot-width, minmax(0, 1fr)) var(--gutter-right);
  }
  .plot {
    position: relative;
    min-width: 0;
    cursor: crosshair;
    touch-action: pan-y;
    outline: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder));
    background: var(--vscode-editor-background);
  }
  .plot:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
  }
  .line,
  .band,
  .cell,
  .selection {
    position: absolute;
    pointer-events: none;
  }
  .line {
    top: 0;
    bottom: 0;
    width: 1px;
    margin-left: -0.5px;
    background: var(--vscode-editorCursor-foreground, var(--vscode-foreground));
    opacity: 0.7;
  }
  .cell {
    outline: 1px solid var(--vscode-foreground);
    outline-offset: 0;
  }
  .selection {
    top: 0;
    bottom: 0;
    background: var(--vscode-editor-selectionBackground);
    opacity: 0.5;
  }
  .band {
    top: 0;
    bottom: 0;
    --mark: var(--vscode-editorInfo-foreground);
    border-top: 3px solid var(--mark);
  }
  .band.absent {
    --mark: var(--vscode-descriptionForeground);
    border: 0;
    opacity: 0.3;
    background: repeating-linear-gradient(135deg, transparent 0 6px, var(--mark) 6px 7px);
  }
  .band.warning,
  .band.error {
    background: color-mix(in srgb, var(--mark) 14%, transparent);
  }
  .band.warning {
    --mark: var(--vscode-editorWarning-foreground);
  }
  .band.error {
    --mark: var(--vscode-editorError-foreground);
  }
  .ticks,
  .legend {
    position: relative;
    font-size: 0.85em;
    color: var(--vscode-descriptionForeground);
  }
  .ticks span,
  .legend span {
    position: absolute;
    transform: translateY(-50%);
    white-space: nowrap;
    line-height: 1;
  }
  .ticks span {
    right: 6px;
  }
  /* The legend names colours by a mark, because a coloured word would not be readable on every background. */
  .legend .named {
    left: 2px;
    max-width: calc(100% - 2px);
    overflow: hidden;
    text-overflow: ellipsis;
    line-height: 1.2;
  }
  .legend .named::before {
    content: '';
    display: inline-block;
    width: 5px;
    height: 5px;
    margin-right: 3px;
    border-radius: 1px;
    vertical-align: 1px;
    background: var(--of);
  }
`;
