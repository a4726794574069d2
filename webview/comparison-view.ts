/** `<unroll-comparison-view>`: variants of the config side by side. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Store } from './store';
import { shared } from './styles';

@customElement('unroll-comparison-view')
export class ComparisonView extends LitElement {
  @property({ attribute: false }) store!: Store;

  static override styles = [shared];

  protected override render(): TemplateResult {
    return html``;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-comparison-view': ComparisonView;
  }
}
