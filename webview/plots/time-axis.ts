/**
 * `<unroll-time-axis>`: step numbers and, where they fit, the steps' own labels, under plots that share the
 * axis.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { axisTicks } from '../drawing/axisTicks';
import type { ColumnRange } from '../drawing/matrix';
import { shared } from '../ui/styles';

@customElement('unroll-time-axis')
export class TimeAxis extends LitElement {
  @property({ attribute: false }) steps = 0;
  @property({ attribute: false }) range: ColumnRange | undefined;
  @property({ attribute: false }) labels: readonly string[] = [];
  @property({ attribute: false }) cursor: number | null = null;
  /** Name of the index along the axis. */
  @property({ attribute: false }) unit = 'step';
  @state() private width = 400;
  private readonly resize = new ResizeObserver(([entry]) => {
    this.width = Math.max(1, entry.contentRect.width);
  });

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 3px var(--gutter-right) 0 var(--gutter-left);
        font-size: 0.85em;
        color: var(--vscode-descriptionForeground);
      }
      .row {
        position: relative;
        height: 1.4em;
        overflow: visible;
      }
      span {
        position: absolute;
        transform: translateX(-50%);
        white-space: pre;
      }
      i {
        position: absolute;
        right: calc(100% + 10px);
        font-style: normal;
      }
      span.current {
        color: var(--vscode-foreground);
        font-weight: 600;
      }
      .letters {
        font-family: var(--vscode-editor-font-family);
        color: var(--vscode-foreground);
        font-size: 1.1em;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
  }

  protected override render(): TemplateResult {
    const from = this.range?.from ?? 0;
    const to = Math.min(this.range?.to ?? this.steps, this.steps);
    const place = (step: number) => `left: ${((step + 0.5 - from) / (to - from)) * 100}%`;
    const { ticks, labelled, longest } = axisTicks(from, to, this.labels, this.width);
    return html`
      ${
        longest > 0
          ? html`<div class="row ${longest <= 3 ? 'letters' : ''}" aria-hidden="true">
              ${labelled.map((step) => this.label(step, place))}
            </div>`
          : ''
      }
      <div class="row" aria-hidden="true">
        <i>${this.unit}</i>
        ${ticks.map((step) => html`<span .style=${place(step)}>${step}</span>`)}
      </div>
    `;
  }

  private label(step: number, place: (step: number) => string): TemplateResult {
    return html`<span class=${step === this.cursor ? 'current' : ''} .style=${place(step)}
      >${this.labels[step] ?? ''}</span
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-time-axis': TimeAxis;
  }
}
