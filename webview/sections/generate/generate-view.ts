/** `<unroll-generate-view>`: the prompt and the numbers of a text, and the text that the model wrote. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { plural } from '../../../src/notation/numbers';
import { type AskField, askRanges, idOf, withTyped } from '../../state/ask';
import { keyOf } from '../../state/picks';
import { shownGeneration } from '../../state/shown';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { button, textField } from '../../ui/controls';
import { shared } from '../../ui/styles';
import { fieldStyles } from './generateStyles';
import './written-text';

@customElement('unroll-generate-view')
export class GenerateView extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private wrong: { readonly field: AskField; readonly why: string } | null = null;
  protected readonly watch = new Watch(this, ({ trace, view, picking, pickTrouble }) => [
    trace,
    view.ask,
    view.picks,
    view.probe,
    picking,
    pickTrouble,
  ]);

  static override styles = [shared, fieldStyles];

  protected override render(): TemplateResult {
    const { view, trace } = this.store.state;
    const { ask } = view;
    if (!trace) {
      return html`<p class="empty">The model can write with the first trace, before the first update of the weights.</p>`;
    }
    return html`
      <div class="fields" role="group" aria-label="What to write">
        <label class="prompt">
          <span class="quiet">Prompt</span>
          ${textField({
            key: 'generate.prompt',
            name: 'Prompt: the text to begin with',
            text: ask.prompt,
            placeholder: 'the beginning',
            commit: (prompt) => this.store.choose({ ask: { ...this.store.state.view.ask, prompt } }),
          })}
        </label>
        ${this.field('length', 'Length', String(ask.length), 'Most tokens to write')}
        ${this.field('temperature', 'Temperature', String(ask.temperature), 'Below 1 likelier tokens, above 1 others too; 0: always the likeliest')}
        ${this.field('topK', 'Top k', ask.topK === null ? '' : String(ask.topK), 'Only so many of the likeliest tokens are drawn; empty: all')}
        ${this.field('seed', 'Seed', String(ask.seed), 'Another seed, another text')}
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong.why}</p>` : nothing}
      <div class="actions">
        ${button({ label: 'Write', title: 'Has the model of the moment in view write, and shows its states in all sections', action: () => this.write() })}
        ${button({ label: 'Another', title: 'Writes with the next seed', primary: false, action: () => this.another() })}
        ${this.renderStatus()}
      </div>
      ${this.renderText()}
    `;
  }

  private field(name: AskField, label: string, text: string, title: string): TemplateResult {
    const wrong = this.wrong?.field === name;
    return html`<label>
      <span class="quiet">${label}</span>
      ${textField({
        key: `generate.${name}`,
        name: label,
        title,
        text,
        invalid: wrong,
        ...(name === 'topK' ? { placeholder: 'all' } : {}),
        ...(wrong && this.wrong ? { description: this.wrong.why } : {}),
        commit: (typed) => this.take(name, label, typed),
        cancel: () => {
          this.wrong = null;
        },
      })}
    </label>`;
  }

  /** Renders why there is no text. The element is always present, so that screen readers announce a change. */
  private renderStatus(): TemplateResult {
    const { picking, pickTrouble, trace } = this.store.state;
    const isOurs = picking?.query.by === 'generated';
    const why =
      pickTrouble && pickTrouble.update === trace?.update && pickTrouble.written ? pickTrouble.why : '';
    return html`<span class="status" role="status">${isOurs ? html`<span class="quiet">Writing…</span>` : why}</span>`;
  }

  private renderText(): TemplateResult | typeof nothing {
    const shown = shownGeneration(this.store.state);
    if (!shown) {
      return nothing;
    }
    const { text, pick, inView } = shown;
    const { temperature, topK, seed } = text.ask;
    const drawn = `${plural(text.tokens.length, 'token')}${text.ended ? ' to the end of the line' : ''}, temperature ${temperature}${topK === null ? '' : `, top ${topK}`}, seed ${seed}`;
    return html`
      <div class="title">
        <h3>Written</h3>
        <span class="quiet">${drawn}; the stronger the colour, the less the model expected the token</span>
      </div>
      <unroll-written-text .store=${this.store} .text=${text} .inView=${inView}></unroll-written-text>
      ${
        inView
          ? nothing
          : html`<div class="actions">
              ${button({
                label: 'Show its states',
                title: 'Shows this text in all sections',
                primary: false,
                action: () => this.store.choose({ probe: keyOf(pick), range: null }),
              })}
            </div>`
      }
    `;
  }

  private take(field: AskField, label: string, typed: string): void {
    const ask = withTyped(this.store.state.view.ask, field, typed);
    if (ask) {
      this.wrong = this.wrong?.field === field ? null : this.wrong;
      this.store.choose({ ask });
    } else {
      this.wrong = { field, why: `${label}: "${typed}" is not ${askRanges[field]}.` };
    }
  }

  private write(): void {
    const { ask } = this.store.state.view;
    if (!this.wrong) {
      this.store.pick({ by: 'generated', id: idOf(ask), ask });
    }
  }

  private another(): void {
    const { ask } = this.store.state.view;
    this.store.choose({ ask: { ...ask, seed: (ask.seed + 1) % 2 ** 32 } });
    this.write();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-generate-view': GenerateView;
  }
}
