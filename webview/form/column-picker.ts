/** `<unroll-column-picker>`: a choice of columns of the data file. When closed, it lists the chosen ones. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FormColumn } from '../../src/config/formTypes';
import { type ControlOptions, checkbox, searchField } from '../ui/controls';
import { shared } from '../ui/styles';
import { pickerStyles } from './formStyles';
import { listText } from './listText';

/** Above this number of columns, a search field is shown. */
const fewColumns = 12;
/** Maximum number of columns shown at once. */
const mostShown = 200;

@customElement('unroll-column-picker')
export class ColumnPicker extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  @property({ attribute: false }) options!: ControlOptions;
  @property({ attribute: false }) columns: readonly FormColumn[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];
  /** Text for the behaviour without a choice in the file; empty where the file has one. */
  @property({ attribute: false }) unset = '';
  @property({ attribute: false }) choose: (names: readonly string[]) => void = () => undefined;
  @state() private opened = false;
  @state() private query = '';

  static override styles = [shared, pickerStyles];

  protected override render(): TemplateResult {
    const { name, description, disabled = false } = this.options;
    const names = this.unset === '' ? listText(this.chosen) : this.unset;
    return html`
      <button
        class="summary ${this.unset === '' ? '' : 'quiet'}"
        aria-expanded=${this.opened ? 'true' : 'false'}
        aria-label=${`${name}: ${names || 'none'}`}
        aria-description=${description ?? nothing}
        ?disabled=${disabled}
        @click=${() => {
          this.opened = !this.opened;
        }}
      >
        <span>${names}</span>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 6l4 4 4-4"></path></svg>
      </button>
      ${this.opened ? this.renderList() : nothing}
    `;
  }

  private renderList(): TemplateResult {
    const { key, name, disabled } = this.options;
    const known = new Set(this.columns.map((column) => column.name));
    const all = [
      ...this.chosen
        .filter((each) => !known.has(each))
        .map((each) => ({ name: each, holds: 'not in the file' })),
      ...this.columns,
    ];
    const query = this.query.toLowerCase();
    const found = all.filter((column) => column.name.toLowerCase().includes(query));
    return html`<div class="list" role="group" aria-label=${`Columns for ${name}`}>
      ${
        all.length > fewColumns
          ? searchField({
              key: `${key}.search`,
              name: `Search the columns for ${name}`,
              placeholder: `Search ${all.length} columns`,
              text: this.query,
              typed: (text) => {
                this.query = text;
              },
            })
          : nothing
      }
      ${repeat(
        found.slice(0, mostShown),
        (column) => column.name,
        (column) =>
          html`<div class="column">
            ${checkbox({
              key: `${key}.${column.name}`,
              name: column.name,
              description: column.holds,
              disabled,
              checked: this.chosen.includes(column.name),
              label: column.name,
              choose: (checked) => this.toggle(column.name, checked),
            })}
            <span class="quiet">${column.holds}</span>
          </div>`,
      )}
      ${
        found.length > mostShown
          ? html`<p class="quiet">${found.length - mostShown} more: search for them by name.</p>`
          : nothing
      }
      ${found.length === 0 ? html`<p class="quiet">No column name contains this text.</p>` : nothing}
    </div>`;
  }

  /**
   * Adds or removes a column. The chosen ones keep their order; an added one is sorted in where they follow
   * the file's order.
   */
  private toggle(name: string, checked: boolean): void {
    if (!checked) {
      this.choose(this.chosen.filter((each) => each !== name));
    } else {
      const place = new Map(this.columns.map((column, index) => [column.name, index]));
      const of = (each: string) => place.get(each) ?? -1;
      const inOrder = this.chosen.every((each, i) => i === 0 || of(this.chosen[i - 1]) < of(each));
      const names = [...this.chosen, name];
      this.choose(inOrder ? names.sort((left, right) => of(left) - of(right)) : names);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-column-picker': ColumnPicker;
  }
}
