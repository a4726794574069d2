/**
 * `<unroll-embedding-view>`: the nearest tokens of a chosen one, and the tokens whose vectors have moved most
 * since the training began. The host computes both.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { number, signed } from '../../../src/notation/numbers';
import type { EmbeddingFacts, EmbeddingQuestion, TokenValue } from '../../../src/protocol/embedding';
import { Visibility } from '../../base/visibility';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { dropdown, searchField } from '../../ui/controls';
import { shared } from '../../ui/styles';

@customElement('unroll-embedding-view')
export class EmbeddingView extends LitElement {
  @property({ attribute: false }) store!: Store;
  /** What was typed; empty for the token that has moved most. */
  @state() private typed = '';
  /** The chosen embedding, where there are several. */
  @state() private weight: string | undefined;
  private readonly visibility = new Visibility(this);
  protected readonly watch = new Watch(this, (now) => [now.weights?.update, now.run, now.embedding]);
  /** The last question, so that none is asked twice. */
  private asked = '';

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 1px;
        padding-left: var(--gutter-left);
      }
      .controls {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        margin-bottom: 8px;
      }
      .lists {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 40px;
      }
      table {
        border-collapse: collapse;
        line-height: 1.5;
      }
      caption {
        padding-bottom: 4px;
        text-align: left;
        font-weight: 600;
      }
      th,
      td {
        padding: 0 14px 0 0;
        font-weight: normal;
        text-align: left;
      }
      td:last-child {
        padding-right: 0;
        text-align: right;
      }
      .token {
        padding: 0;
        border: 0;
        font: inherit;
        color: var(--vscode-textLink-foreground);
        background: none;
        cursor: pointer;
      }
      .token:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
    `,
  ];

  constructor() {
    super();
    this.visibility.onLook(() => this.ask());
  }

  protected override updated(_: PropertyValues): void {
    this.ask();
  }

  /** Asks while the section is visible, and again for each snapshot that is shown. */
  private ask(): void {
    const of = this.question;
    const key = JSON.stringify([this.store.state.run?.folder, of]);
    if (of && this.visibility.seen && key !== this.asked) {
      this.asked = key;
      this.store.post({ type: 'askEmbedding', of });
    }
  }

  private get names(): readonly string[] {
    return (this.store.state.run?.record.signals.embeddings ?? []).map(({ name }) => name);
  }

  private get question(): EmbeddingQuestion | undefined {
    const { names } = this;
    const update = this.store.state.weights?.update;
    const weight = names.find((name) => name === this.weight) ?? names[0];
    return update === undefined || weight === undefined
      ? undefined
      : { update, weight, token: this.typed === '' ? null : this.typed };
  }

  protected override render(): TemplateResult {
    const { question, names } = this;
    const { embedding } = this.store.state;
    const answered = embedding?.of.weight === question?.weight ? embedding : null;
    if (!question) {
      return html`<p class="empty">The vectors appear with the first checkpoint of a run.</p>`;
    }
    return html`<div class="controls">
        ${
          names.length > 1
            ? dropdown({
                key: 'embedding.weight',
                name: 'Embedding',
                options: names.map((name) => ({
                  value: name,
                  label: name.split('.').slice(1, -1).join('.'),
                })),
                value: question.weight,
                choose: (weight) => {
                  this.weight = weight;
                  this.typed = '';
                },
              })
            : nothing
        }
        ${searchField({
          key: 'embedding.token',
          name: 'Token whose neighbours are shown',
          placeholder: 'Token',
          text: this.typed,
          typed: (text) => {
            this.typed = text;
          },
        })}
        <span class="quiet" aria-live="polite" data-fact="embedding">${answered?.facts ? this.summary(answered.facts) : nothing}</span>
      </div>
      ${
        answered?.facts
          ? this.renderLists(answered.facts)
          : html`<p class="quiet">${answered?.why ?? 'Reading the vectors.'}</p>`
      }`;
  }

  private summary({ tokens, size, token, norm, matches }: EmbeddingFacts): string {
    const what = `${tokens} vectors of ${size} numbers`;
    if (token === null) {
      return `${what}; no token begins with “${this.typed}”`;
    }
    const others = matches.filter((each) => each !== token).slice(0, 6);
    return `${what}; ‖${token}‖ = ${number(norm, 3)}${others.length > 0 ? `; also ${others.join(', ')}` : ''}`;
  }

  private renderLists({ token, nearest, moved }: EmbeddingFacts): TemplateResult {
    return html`<div class="lists">
      ${
        token === null
          ? nothing
          : this.renderList(`Nearest to ${token}`, 'cosine', nearest, (value) => signed(value))
      }
      ${this.renderList('Moved most since the start', '‖e − e₀‖', moved, (value) => number(value, 3))}
    </div>`;
  }

  private renderList(
    caption: string,
    unit: string,
    ranked: readonly TokenValue[],
    textOf: (value: number) => string,
  ): TemplateResult {
    return html`<table>
      <caption>${caption}</caption>
      <thead>
        <tr>
          <th>token</th>
          <th>${unit}</th>
        </tr>
      </thead>
      <tbody>
        ${ranked.map(
          ({ token, value }) => html`<tr>
            <td>
              <button
                class="token"
                title=${`Show the tokens nearest to ${token}`}
                @click=${() => {
                  this.typed = token;
                }}
              >${token}</button>
            </td>
            <td>${textOf(value)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-embedding-view': EmbeddingView;
  }
}
