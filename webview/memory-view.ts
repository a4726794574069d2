/** `<unroll-memory-view>`: where the gradient of a gated cell goes. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Store } from './store';
import { shared } from './styles';

@customElement('unroll-memory-view')
export class MemoryView extends LitElement {
  @property({ attribute: false }) store!: Store;

  static override styles = [shared];

  protected override render(): TemplateResult {
    return html``;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-memory-view': MemoryView;
  }
}
