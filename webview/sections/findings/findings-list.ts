/** `<unroll-findings-list>`: the findings of the diagnosis, each with its fixes. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { count, plural } from '../../../src/notation/numbers';
import type { Diagnosis } from '../../../src/protocol/run';
import { headings } from '../../base/docLinks';
import { countText, measureText, type Numbered, nameOf, numbered, severityWord } from '../../state/findings';
import { showIn } from '../../state/showFinding';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { button, link } from '../../ui/controls';
import { severityIcon, severityStyles } from '../../ui/severityIcon';
import { shared } from '../../ui/styles';

@customElement('unroll-findings-list')
export class Findings extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ diagnosis, run }) => [diagnosis, run?.record.status]);

  static override styles = [
    shared,
    severityStyles,
    css`
      :host {
        display: block;
      }
      section {
        padding: 8px 12px 10px;
        border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
        line-height: 1.5;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 12px;
      }
      h2 {
        margin: 0;
        font-size: 1em;
        font-weight: 600;
      }
      ul {
        list-style: none;
        margin: 4px 0 0;
        padding: 0;
      }
      li,
      .none {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr);
        gap: 0 8px;
        padding: 4px 0;
      }
      li > svg {
        margin-top: 0.15em;
      }
      .sentence {
        max-width: 100ch;
      }
      .name {
        padding: 0;
        border: 0;
        font: inherit;
        font-weight: 600;
        color: inherit;
        background: none;
        cursor: pointer;
      }
      .name:hover {
        text-decoration: underline;
      }
      .name:focus-visible,
      summary:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 14px;
        margin-top: 4px;
      }
      .fix {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      vscode-button {
        --button-padding-vertical: 1px;
        --button-padding-horizontal: 8px;
      }
      summary {
        width: max-content;
        cursor: pointer;
        color: var(--vscode-descriptionForeground);
      }
      .evidence {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        margin: 0;
        padding-left: 14px;
      }
      details.notes > summary {
        margin-left: 24px;
      }
    `,
  ];

  protected override render(): TemplateResult | typeof nothing {
    const { diagnosis } = this.store.state;
    if (!diagnosis) {
      return nothing;
    }
    const all = numbered(diagnosis);
    const grave = all.filter(({ finding }) => finding.severity !== 'information');
    const notes = all.filter(({ finding }) => finding.severity === 'information');
    return html`<section aria-label="Findings">
      <header>
        <h2>Findings</h2>
        <span class="quiet">${this.heading(diagnosis)}</span>
        ${link({ label: 'How this is decided', action: () => this.store.post({ type: 'explain', ...headings.decided }) })}
      </header>
      ${grave.length > 0 ? this.renderList(grave) : nothing}
      ${
        notes.length === 0
          ? nothing
          : grave.length === 0
            ? this.renderList(notes)
            : html`<details class="notes">
                <summary>${count(notes.length)} more, for information</summary>
                ${this.renderList(notes)}
              </details>`
      }
    </section>`;
  }

  private heading(diagnosis: Diagnosis): string {
    const words = countText(diagnosis);
    return `${words === '' ? 'nothing that holds this run back' : words}, after ${plural(diagnosis.step, 'update')}`;
  }

  private renderList(findings: readonly Numbered[]): TemplateResult {
    return html`<ul>
      ${findings.map((one) => this.renderFinding(one))}
    </ul>`;
  }

  private renderFinding(one: Numbered): TemplateResult {
    const { finding, index } = one;
    const { store } = this;
    return html`<li data-rule=${finding.rule}>
      ${severityIcon(finding.severity)}
      <div>
        <div class="sentence">
          <button
            class="name"
            title="Shows it in its plot"
            aria-label=${`${severityWord(finding.severity)}: ${nameOf(finding)}`}
            @click=${() => showIn(store, one)}
          >${nameOf(finding)}</button>.
          ${finding.sentence}
        </div>
        <div class="actions">
          ${finding.fixes.map(
            ({ title }, fix) => html`<span class="fix">
              ${button({ label: title, primary: false, title: 'Changes the config', action: () => store.post({ type: 'applyFix', finding: index, fix }) })}
              ${button({ label: 'Try it', name: `Try it: ${title}`, primary: false, title: 'Trains briefly with and without it, and compares', action: () => store.post({ type: 'tryFix', finding: index, fix }) })}
            </span>`,
          )}
          ${link({ label: 'Show in config', name: `Show in config: ${nameOf(finding)}`, title: finding.key.join('.'), action: () => store.post({ type: 'showFinding', finding: index }) })}
        </div>
        ${
          finding.evidence.length === 0
            ? nothing
            : html`<details>
                <summary>Evidence</summary>
                <p class="evidence">${finding.evidence.map((measure) => html`<span>${measureText(measure)}</span>`)}</p>
              </details>`
        }
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-findings-list': Findings;
  }
}
