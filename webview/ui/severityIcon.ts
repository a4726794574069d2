/** The editor's icons for error, warning and information, which differ in shape as well as in colour. */
import { css, html, svg, type TemplateResult } from 'lit';
import type { Severity } from '../../src/analysis/diagnosis/evidence/finding';

const shapes = {
  error: svg`<circle cx="8" cy="8" r="6.5"></circle><path d="M5.5 5.5l5 5m0-5l-5 5"></path>`,
  warning: svg`<path d="M8 1.8L14.7 14H1.3z"></path><path d="M8 6v4m0 1.4v1"></path>`,
  information: svg`<circle cx="8" cy="8" r="6.5"></circle><path d="M8 4.2v1.2m0 1.8v4.4"></path>`,
} as const;

export function severityIcon(severity: Severity): TemplateResult {
  return html`<svg class="severity ${severity}" viewBox="0 0 16 16" aria-hidden="true">${shapes[severity]}</svg>`;
}

export const severityStyles = css`
  svg.severity {
    flex: none;
    width: 16px;
    height: 16px;
    fill: none;
    stroke-width: 1.3;
    stroke-linejoin: round;
    stroke: var(--vscode-editorInfo-foreground);
  }
  svg.severity.warning {
    stroke: var(--vscode-editorWarning-foreground);
  }
  svg.severity.error {
    stroke: var(--vscode-editorError-foreground);
  }
`;
