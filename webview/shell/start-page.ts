/**
 * `<unroll-start-page>`: the panel before the first run: training this config, its problems, and other
 * configs to begin with.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Form, FormPreset, FormProblem } from '../../src/config/formTypes';
import type { PanelToHost } from '../../src/protocol/panel';
import type { Store } from '../state/store';
import { Watch } from '../state/watch';
import { button, link } from '../ui/controls';
import { shared } from '../ui/styles';

/** Maximum number of problems listed here; the form and the editor show all of them. */
const mostProblems = 3;

@customElement('unroll-start-page')
export class StartPage extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ form, loading }) => [form, loading]);

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: 12px;
        padding: 32px 40px;
        line-height: 1.6;
      }
      h2 {
        margin: 0;
        font-size: 1.2em;
        font-weight: 600;
      }
      h3 {
        margin-top: 20px;
      }
      p,
      ul {
        max-width: 62ch;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .problems li {
        padding: 2px 0;
        overflow-wrap: anywhere;
      }
      .cards {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
        gap: 10px;
        max-width: none;
      }
      .card {
        display: flex;
        flex-direction: column;
        gap: 4px;
        width: 100%;
        height: 100%;
        padding: 10px 12px;
        border: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, transparent));
        border-radius: 4px;
        font: inherit;
        line-height: 1.5;
        text-align: start;
        color: var(--vscode-foreground);
        background: var(--vscode-editorWidget-background, transparent);
        cursor: pointer;
      }
      .card:hover {
        background: var(--vscode-list-hoverBackground);
        border-color: var(--vscode-focusBorder);
      }
      .card:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      @media (max-width: 480px) {
        :host {
          padding: 20px 16px;
        }
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { form, loading } = this.store.state;
    if (loading) {
      return html`<h2>Reading ${loading.file}</h2>
        <p class="quiet">Training begins once the data has been read.</p>`;
    }
    const errors = form ? errorsOf(form) : [];
    return html`${errors.length > 0 ? this.renderErrors(errors) : this.renderTrain()} ${this.renderCards(form)}`;
  }

  private renderTrain(): TemplateResult {
    return html`<h2>No run yet</h2>
      <p class="quiet">
        Train this config. Loss curves, hidden states, gates, gradient flow and the eigenvalues of the weights appear
        here while it trains.
      </p>
      <div>${button({ label: 'Train', action: () => this.store.post({ type: 'train' }) })}</div>`;
  }

  private renderErrors(errors: readonly FormProblem[]): TemplateResult {
    const more = errors.length - mostProblems;
    return html`<h2>This config cannot be trained yet</h2>
      <ul class="problems">
        ${errors.slice(0, mostProblems).map(
          ({ message, line, path }) => html`<li>
            ${link({
              label: `Line ${line}`,
              name: `Open line ${line} in the editor`,
              action: () => this.store.post({ type: 'openConfig', key: path }),
            })}
            ${message}
          </li>`,
        )}
      </ul>
      ${more > 0 ? html`<p class="quiet">${more} more: see the config form.</p>` : nothing}`;
  }

  private renderCards(form: Form | null): TemplateResult {
    return html`<h3>Or start another config</h3>
      <p class="quiet">With a task whose chance level is known, to see what a cell can and cannot do, or with your data.</p>
      <ul class="cards">
        ${(form?.presets ?? []).map((preset) => html`<li>${this.renderPreset(preset)}</li>`)}
        <li>
          ${this.renderCard('file', 'Your file', 'A table (csv, tsv), a text, or records (jsonl).', 'Asks what to predict, and writes a commented config next to the data.')}
        </li>
      </ul>`;
  }

  private renderPreset({ task, name, about, look }: FormPreset): TemplateResult {
    return this.renderCard(task, name, about, look);
  }

  private renderCard(
    from: Extract<PanelToHost, { type: 'newConfig' }>['from'],
    name: string,
    about: string,
    more: string,
  ): TemplateResult {
    return html`<button class="card" data-from=${from} @click=${() => this.store.post({ type: 'newConfig', from })}>
      <b>${name}</b>
      <span>${about}</span>
      <span class="quiet">${more}</span>
    </button>`;
  }
}

/** Returns the errors of the text, the groups and the fields, in the order of the file. */
function errorsOf({ problems, groups, fields }: Form): readonly FormProblem[] {
  const atFields = fields.flatMap(({ path, problem }) =>
    problem ? [{ ...problem, message: `${path.join('.')}: ${problem.message}` }] : [],
  );
  return [...problems, ...groups.flatMap((group) => group.problems), ...atFields]
    .filter(({ severity }) => severity === 'error')
    .sort((left, right) => left.line - right.line);
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-start-page': StartPage;
  }
}
