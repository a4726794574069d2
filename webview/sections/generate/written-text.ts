/**
 * `<unroll-written-text>`: a text that the model wrote, token by token, in the colour of its surprise; and at the
 * cursor the token's probability beside the likeliest ones.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { number } from '../../../src/notation/numbers';
import type { GeneratedText, GeneratedToken } from '../../../src/protocol/generated';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { shared } from '../../ui/styles';
import { writtenStyles } from './generateStyles';

/** Share of the colour in the background of a token that was not expected at all, in percent. */
const strongest = 55;

@customElement('unroll-written-text')
export class WrittenText extends LitElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) text!: GeneratedText;
  /** Whether the other sections show this text, so that the cursor is common to all. */
  @property({ attribute: false }) inView = false;
  protected readonly watch = new Watch(this, ({ view }) => [view.cursor]);

  static override styles = [shared, writtenStyles];

  protected override render(): TemplateResult {
    const { text } = this;
    return html`
      <div
        class="text ${this.areWords ? 'words' : ''}"
        tabindex="0"
        role="application"
        aria-roledescription="text"
        aria-label="Text that the model wrote; arrow keys move from token to token"
        aria-describedby="said"
        @pointermove=${(event: Event) => this.pointAt(event, false)}
        @click=${(event: Event) => this.pointAt(event, true)}
        @keydown=${this.onKey}
      >${guard([text], () => this.renderTokens())}</div>
      <div class="said" id="said" aria-live="polite">${this.renderSaid()}</div>
    `;
  }

  protected override updated(): void {
    const area = this.renderRoot.querySelector('.text');
    area?.querySelector('.current')?.classList.remove('current');
    area?.querySelector(`[data-token="${this.current}"]`)?.classList.add('current');
  }

  /** Index of the token at the cursor; −1 where it is at none. */
  private get current(): number {
    const { cursor } = this.store.state.view;
    return this.inView && cursor ? cursor.step - this.text.firstStep : -1;
  }

  private get areWords(): boolean {
    return this.store.state.run?.record.signals.token === 'word';
  }

  private renderTokens(): TemplateResult {
    const { prompt, tokens } = this.text;
    const space = this.areWords ? ' ' : '';
    return html`<span class="given">${prompt.map((token) => html`${shown(token)}${space}`)}</span>${tokens.map(
      ({ token, probability }, index) =>
        html`${index > 0 ? space : ''}<span
          class="token"
          data-token=${index}
          .style=${`--surprise: ${(strongest * (1 - probability)).toFixed(1)}%`}
          >${shown(token)}</span
        >`,
    )}`;
  }

  private renderSaid(): TemplateResult {
    const token = this.text.tokens.at(Math.max(0, this.current));
    if (this.current < 0 || this.current >= this.text.tokens.length || !token) {
      return html`<span class="quiet">Point at a token to see its probability and what else the model expected there.</span>`;
    }
    return html`<span class="chosen"><span class="quiet">token ${this.current}</span> ${token.token} <span class="quiet">probability</span> ${number(token.probability, 3)}</span>
      ${renderAlternatives(token)}`;
  }

  private pointAt({ target }: Event, pinned: boolean): void {
    const token = target instanceof HTMLElement ? Number(target.dataset.token ?? Number.NaN) : Number.NaN;
    if (!Number.isNaN(token)) {
      this.moveTo(token, pinned);
    }
  }

  private moveTo(token: number, pinned: boolean): void {
    const { cursor } = this.store.state.view;
    if (this.inView && (pinned || !cursor?.pinned)) {
      this.store.choose({
        cursor: { step: token + this.text.firstStep, unit: cursor?.unit ?? null, pinned },
      });
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const end = { Home: 0, End: this.text.tokens.length - 1 }[event.key];
    if (by === undefined && end === undefined) {
      return;
    }
    event.preventDefault();
    const wanted = end ?? this.current + (by ?? 0);
    this.moveTo(Math.min(Math.max(wanted, 0), this.text.tokens.length - 1), true);
  };
}

/** The likeliest tokens with a bar each; the one that was drawn is marked. */
function renderAlternatives({ token, alternatives }: GeneratedToken): TemplateResult {
  return html`<table aria-label="The likeliest tokens">
    ${alternatives.map(
      (each) => html`<tr class=${each.token === token ? 'drawn' : ''}>
        <td>${each.token}</td>
        <td>${number(each.probability, 3)}</td>
        <td class="bar" aria-hidden="true"><span .style=${`width: ${(100 * each.probability).toFixed(1)}%`}></span></td>
      </tr>`,
    )}
  </table>`;
}

/** A token as text; a line break also breaks the line. */
function shown(token: string): TemplateResult {
  return html`${token}${token === '⏎' ? html`<br />` : nothing}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-written-text': WrittenText;
  }
}
