/**
 * `<unroll-form-field>`: one setting of the config form. It passes changes to `edit` and keeps no value
 * itself.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FormField, FormValue } from '../../src/config/formTypes';
import { type ControlOptions, checkbox, dropdown, link, textField } from '../ui/controls';
import { shared } from '../ui/styles';
import { factsOf, fieldText, placeholderOf, readField, takesText, valueText } from './fieldText';
import { fieldStyles } from './formStyles';
import './column-picker';

@customElement('unroll-form-field')
export class FormFieldElement extends LitElement {
  @property({ attribute: false }) field!: FormField;
  @property({ attribute: false }) disabled = false;
  /** Sets the value; null removes the key. */
  @property({ attribute: false }) edit: (value: FormValue | null) => void = () => undefined;
  /** Shows the key in the editor. */
  @property({ attribute: false }) open: () => void = () => undefined;
  /** Problem of the last input, which was not sent, and the value that the field had then. */
  @state() private refused: { readonly problem: string; readonly at: FormValue | undefined } | null = null;
  @query('[data-path]') private control!: HTMLElement | null;

  static override styles = [shared, fieldStyles];

  override focus(): void {
    this.control?.focus();
  }

  protected override render(): TemplateResult {
    const { field } = this;
    if (field.needs !== undefined && !field.set) {
      return html`<div class="field needs">
        <span class="label">${field.label}</span><span class="quiet">${field.needs}</span>
      </div>`;
    }
    const severity = this.problem === undefined ? '' : (this.severity ?? 'error');
    return html`<div class="field ${field.set ? 'set' : ''} ${field.kind.type}">
      <span class="label" @click=${() => this.focus()}>${field.label}</span>
      ${this.renderControl(severity === 'error')}
      ${this.renderReset()}
      ${
        this.problem === undefined
          ? nothing
          : html`<p class="problem ${severity}" role=${this.refusal === undefined ? nothing : 'alert'}>
              ${this.problem}
            </p>`
      }
    </div>`;
  }

  /** Scrolls a refusal into view, also where it opens below the last line. */
  protected override updated(changed: PropertyValues): void {
    if (changed.has('refused') && this.refusal !== undefined) {
      this.scrollIntoView({ block: 'nearest' });
    }
  }

  /** Problem of the text being edited; dropped once the document's value changes. */
  private get refusal(): string | undefined {
    const { refused, field } = this;
    const same = JSON.stringify(refused?.at) === JSON.stringify(field.value); // compared by content, because each form has new arrays
    return same ? refused?.problem : undefined;
  }

  /** Text of the problem; names the valid values where the config's own message does not. */
  private get problem(): string | undefined {
    const { kind, problem } = this.field;
    const said = this.refusal ?? problem?.message;
    const takes = takesText(kind);
    return said === undefined || takes === undefined || /valid|;/.test(said)
      ? said
      : `${said}; valid: ${takes}`;
  }

  private get severity(): 'error' | 'warning' | undefined {
    return this.refusal === undefined ? this.field.problem?.severity : 'error';
  }

  private renderControl(invalid: boolean): TemplateResult {
    const { field, disabled } = this;
    const { kind, path, value, set } = field;
    const common = {
      key: path.join('.'),
      name: path.slice(1).join(' ') || field.label,
      description: [this.problem, field.description, ...factsOf(field)].filter(Boolean).join(' '),
      invalid,
      disabled,
    };
    switch (kind.type) {
      case 'choice':
        return this.renderChoice(common, kind.options);
      case 'boolean':
        return checkbox({ ...common, checked: value === true, choose: (checked) => this.send(checked) });
      case 'columns':
        return kind.many
          ? html`<unroll-column-picker
              data-path=${common.key}
              .options=${common}
              .columns=${kind.columns}
              .chosen=${Array.isArray(value) ? value.map(String) : []}
              .unset=${set ? '' : placeholderOf(field)}
              .choose=${(names: readonly string[]) => this.pick(names)}
            ></unroll-column-picker>`
          : this.renderChoice(
              common,
              kind.columns.map(({ name }) => name),
            );
      case 'variants':
        return html`<span class="variants">
          ${Array.isArray(value) ? value.join(', ') : ''}
          ${link({
            label: 'Open in the editor',
            name: `Open ${common.name} in the editor`,
            action: this.open,
          })}
        </span>`;
      default:
        return textField({
          ...common,
          text: fieldText(field),
          placeholder: placeholderOf(field),
          commit: (text) => this.commit(text),
          cancel: () => {
            this.refused = null;
          },
        });
    }
  }

  /** Renders a dropdown. A field without value and default gets an extra option that stands for "not set". */
  private renderChoice(common: ControlOptions, options: readonly string[]): TemplateResult {
    const { field } = this;
    const value = String(field.value ?? '');
    const empty = field.default === undefined && !field.required ? [''] : [];
    const foreign = value === '' || options.includes(value) ? [] : [value];
    return dropdown({
      ...common,
      options: [...empty, ...options, ...foreign].map((option) => ({
        value: option,
        label: option === '' ? field.unset : option === field.default ? `${option} (default)` : option,
      })),
      value,
      shown: value || field.unset,
      choose: (chosen) => this.send(chosen === '' ? null : chosen),
    });
  }

  private renderReset(): TemplateResult {
    const { field, disabled } = this;
    if (!field.set || field.required || field.kind.type === 'variants') {
      return html`<span></span>`;
    }
    const to = field.default === undefined ? field.unset : valueText(field.default);
    return html`<button
      class="reset"
      aria-label=${`Reset ${field.label} to its default: ${to}`}
      title=${`Reset to the default: ${to}`}
      ?disabled=${disabled}
      @click=${() => {
        this.focus(); // before the button disappears together with the value
        this.send(null);
      }}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 5.5h6.5a3.5 3.5 0 0 1 0 7H5M5.5 3 3 5.5 5.5 8"></path></svg>
    </button>`;
  }

  private commit(text: string): void {
    const { field } = this;
    const read = readField(field, text);
    if ('problem' in read) {
      this.refused = { problem: read.problem, at: field.value };
    } else if (read.value !== null || field.set) {
      this.send(read.value);
    } else {
      this.refused = null;
    }
  }

  private pick(names: readonly string[]): void {
    if (names.length > 0) {
      this.send(names);
    } else {
      this.refused = { problem: 'At least one column is needed.', at: this.field.value };
    }
  }

  private send(value: FormValue | null): void {
    this.refused = null;
    this.edit(value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-form-field': FormFieldElement;
  }
}
