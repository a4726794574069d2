/** `<unroll-config-form>`: the config's fields, as the host made them from the schema. Every edit goes to the document. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FormField } from '../src/protocol';
import { checkbox, dropdown, textField } from './controls';
import { listText, parseList } from './listText';
import { type Store, Watch } from './store';
import { shared } from './styles';

@customElement('unroll-config-form')
export class ConfigForm extends LitElement {
  @property({ attribute: false }) store!: Store;
  /** What was typed and cannot be sent, by path. */
  @state() private refused: ReadonlyMap<string, string> = new Map();
  protected readonly watch = new Watch(this, ({ form }) => [form]);

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 4px 12px 16px 0;
      }
      summary {
        cursor: pointer;
        padding: 6px 0 4px 12px;
        font-weight: 600;
        list-style-position: inside;
      }
      summary:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -1px;
      }
      .field {
        display: grid;
        grid-template-columns: minmax(84px, 40%) minmax(0, 1fr) 20px;
        align-items: center;
        gap: 0 6px;
        padding: 1px 0 1px 10px;
        border-left: 2px solid transparent;
        min-height: 28px;
      }
      .field.set {
        border-left-color: var(--vscode-settings-modifiedItemIndicator);
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--vscode-descriptionForeground);
      }
      .set .label {
        color: var(--vscode-foreground);
      }
      vscode-text-field,
      vscode-dropdown {
        width: 100%;
        min-width: 0;
        --input-min-width: 0;
        --input-height: 22;
        --dropdown-z-index: 20;
      }
      button {
        width: 20px;
        height: 20px;
        padding: 0;
        border: 0;
        border-radius: 3px;
        font: inherit;
        line-height: 1;
        color: var(--vscode-icon-foreground, var(--vscode-foreground));
        background: none;
        cursor: pointer;
        opacity: 0;
      }
      .field:hover button,
      .field:focus-within button {
        opacity: 1;
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      button:focus-visible {
        opacity: 1;
        outline: 1px solid var(--vscode-focusBorder);
      }
      .problem {
        grid-column: 1 / -1;
        margin: 2px 0 4px;
        padding: 2px 6px;
        border: 1px solid var(--vscode-inputValidation-errorBorder);
        background: var(--vscode-inputValidation-errorBackground);
        color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      .whole {
        margin: 6px 0 6px 12px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { form } = this.store.state;
    if (!form) {
      return html`<p class="empty whole">Open a config to see its settings here.</p>`;
    }
    const groups = byGroup(form.fields);
    return html`
      ${form.problem ? html`<p class="problem whole" role="alert">${form.problem}</p>` : nothing}
      ${[...groups].map(
        ([group, fields]) => html`<details open>
          <summary>${group}</summary>
          ${fields.map((field) => this.renderField(field))}
        </details>`,
      )}
    `;
  }

  private renderField(field: FormField): TemplateResult {
    const key = field.path.join('.');
    const problem = this.refused.get(key) ?? field.problem;
    return html`<div class="field ${field.set ? 'set' : ''}" title=${field.description}>
      <span class="label">${field.label}</span>
      ${this.renderControl(field, key, problem !== undefined)}
      ${
        field.set
          ? html`<button
              aria-label=${`Reset ${field.label} to its default`}
              title="Reset to the default"
              @click=${() => this.edit(field, null)}
            >
              ↺
            </button>`
          : html`<span></span>`
      }
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
    </div>`;
  }

  private renderControl(field: FormField, key: string, invalid: boolean): TemplateResult {
    const { kind, value } = field;
    const common = { key, name: field.label, invalid };
    switch (kind.type) {
      case 'choice': {
        const known = value === undefined ? ['', ...kind.options] : kind.options;
        return dropdown({
          ...common,
          options: known.map((option) => ({ value: option, label: option || 'not set' })),
          value: String(value ?? ''),
          choose: (chosen) => this.edit(field, chosen === '' ? null : chosen),
        });
      }
      case 'boolean':
        return checkbox({
          ...common,
          checked: value === true,
          choose: (checked) => this.edit(field, checked),
        });
      case 'number':
      case 'text':
        return textField({
          ...common,
          text: value === undefined ? '' : String(value),
          placeholder: 'not set',
          commit: (text) => this.commit(field, text),
        });
      case 'list':
        return textField({
          ...common,
          text: Array.isArray(value) ? listText(value) : '',
          placeholder: 'not set',
          title: 'Values apart by commas',
          commit: (text) => this.commit(field, text),
        });
    }
  }

  /** Text that is a value of the field's kind goes to the document, whatever its range; the document reports the rest. */
  private commit(field: FormField, text: string): void {
    const { kind } = field;
    const trimmed = text.trim();
    if (trimmed === '') {
      this.edit(field, null);
    } else if (kind.type === 'number') {
      // `auto` and the like are allowed beside numbers where the document says so.
      const value = Number(trimmed);
      if (Number.isNaN(value) && typeof field.value !== 'string') {
        this.refuse(field, `"${trimmed}" is not a number.`);
      } else {
        this.edit(field, Number.isNaN(value) ? trimmed : value);
      }
    } else if (kind.type === 'list') {
      const parts = parseList(text);
      const wrong = kind.of === 'number' ? parts.find((part) => Number.isNaN(Number(part))) : undefined;
      if (wrong !== undefined) {
        this.refuse(field, `"${wrong}" is not a number.`);
      } else {
        this.edit(field, kind.of === 'number' ? parts.map(Number) : parts);
      }
    } else {
      this.edit(field, text);
    }
  }

  private edit(
    field: FormField,
    value: string | number | boolean | readonly (string | number)[] | null,
  ): void {
    const key = field.path.join('.');
    if (this.refused.has(key)) {
      this.refused = new Map([...this.refused].filter(([path]) => path !== key));
    }
    this.store.post({ type: 'edit', path: field.path, value });
  }

  private refuse(field: FormField, problem: string): void {
    this.refused = new Map(this.refused).set(field.path.join('.'), problem);
  }
}

/** Groups and fields in the order in which they come. */
function byGroup(fields: readonly FormField[]): ReadonlyMap<string, readonly FormField[]> {
  const groups = new Map<string, FormField[]>();
  for (const field of fields) {
    const group = groups.get(field.group);
    if (group) {
      group.push(field);
    } else {
      groups.set(field.group, [field]);
    }
  }
  return groups;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-config-form': ConfigForm;
  }
}
