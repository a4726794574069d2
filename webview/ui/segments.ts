/**
 * `<unroll-segments>`: one of a few short choices, side by side. Arrow keys move between them, as in a radio
 * group.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shared } from './styles';

export interface Segment {
  readonly value: string;
  readonly label: string;
  readonly title?: string;
}

@customElement('unroll-segments')
export class Segments extends LitElement {
  @property({ attribute: false }) segments: readonly Segment[] = [];
  @property({ attribute: false }) value = '';
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) choose: (value: string) => void = () => undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
      }
      [role='radiogroup'] {
        display: inline-flex;
        gap: 2px;
      }
      button {
        font: inherit;
        font-size: 0.92em;
        color: var(--vscode-descriptionForeground);
        background: none;
        border: 1px solid transparent;
        border-radius: 3px;
        padding: 0 7px;
        line-height: 1.6;
        cursor: pointer;
      }
      button:hover {
        color: var(--vscode-foreground);
        background: var(--vscode-toolbar-hoverBackground);
      }
      button[aria-checked='true'] {
        color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
        background: var(--vscode-inputOption-activeBackground);
        border-color: var(--vscode-inputOption-activeBorder, transparent);
      }
      button:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<div role="radiogroup" aria-label=${this.label} @keydown=${this.onKey}>
      ${this.segments.map(
        ({ value, label, title }) => html`<button
          role="radio"
          aria-checked=${value === this.value ? 'true' : 'false'}
          tabindex=${value === this.value ? 0 : -1}
          title=${title ?? ''}
          @click=${() => this.choose(value)}
        >
          ${label}
        </button>`,
      )}
    </div>`;
  }

  private onKey(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const index = this.segments.findIndex(({ value }) => value === this.value) + by;
    if (by === 0 || index < 0 || index >= this.segments.length) {
      return;
    }
    event.preventDefault();
    this.choose(this.segments[index].value);
    this.renderRoot.querySelectorAll('button')[index]?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-segments': Segments;
  }
}
