/**
 * Form controls. The only file that depends on the library that draws them (@vscode/webview-ui-toolkit),
 * which could be replaced here. Each function returns a template; `key` becomes the `data-path` by which a
 * control can be found.
 */
import {
  Dropdown,
  provideVSCodeDesignSystem,
  TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';

export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeLink(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}

export interface ButtonOptions {
  readonly label: string;
  readonly primary?: boolean;
  readonly title?: string;
  /** Accessible name, where the label alone does not state what the control acts on. */
  readonly name?: string;
  readonly action: () => void;
}

export function button({ label, primary = true, title, name, action }: ButtonOptions): TemplateResult {
  return html`<vscode-button appearance=${primary ? 'primary' : 'secondary'} title=${title ?? nothing} aria-label=${name ?? nothing} @click=${action}
    >${label}</vscode-button
  >`;
}

export interface ControlOptions {
  readonly key: string;
  /** Accessible name, for no visible label is bound to the control. */
  readonly name: string;
  readonly title?: string;
  /** Accessible description: documentation, or what is wrong. */
  readonly description?: string;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
}

export interface TextOptions extends ControlOptions {
  readonly text: string;
  readonly placeholder?: string;
  /** Called after Enter, or when the field loses the focus with another text. */
  readonly commit: (text: string) => void;
  /** Called after Escape, which restores the text. */
  readonly cancel?: () => void;
}

export function textField(options: TextOptions): TemplateResult {
  const { key, name, title, description, text, placeholder, invalid = false, disabled = false } = options;
  const { commit, cancel } = options;
  return html`<vscode-text-field
    data-path=${key}
    aria-label=${name}
    aria-invalid=${invalid ? 'true' : 'false'}
    title=${title ?? nothing}
    placeholder=${placeholder ?? ''}
    ?disabled=${disabled}
    .value=${text}
    @change=${(event: Event) => commit(textOf(event))}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape' && cancel && event.currentTarget instanceof TextField) {
        event.currentTarget.value = text;
        cancel();
      }
    }}
    ${ref((element) => describe(element, name, description))}
  ></vscode-text-field>`;
}

export interface SearchOptions extends Pick<ControlOptions, 'key' | 'name'> {
  readonly placeholder: string;
  readonly text: string;
  /** Called after each letter, and with an empty text after Escape. */
  readonly typed: (text: string) => void;
}

export function searchField({ key, name, placeholder, text, typed }: SearchOptions): TemplateResult {
  return html`<vscode-text-field
    data-path=${key}
    aria-label=${name}
    placeholder=${placeholder}
    .value=${text}
    @input=${(event: Event) => typed(textOf(event))}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        typed('');
      }
    }}
  ></vscode-text-field>`;
}

export interface ChoiceOptions extends ControlOptions {
  /** Text of the closed list; by default the label of the choice. */
  readonly shown?: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

export function dropdown(choice: ChoiceOptions): TemplateResult {
  const { key, name, title, description, options, shown, value, choose, invalid, disabled = false } = choice;
  // The toolkit's dropdown reads its options only once, so new options need a new dropdown.
  const identity = options.map((option) => `${option.value}\n${option.label}`).join('\n');
  return html`${keyed(
    identity,
    html`<vscode-dropdown
      data-path=${key}
      aria-label=${name}
      aria-invalid=${invalid === undefined ? nothing : String(invalid)}
      aria-description=${description ?? nothing}
      title=${title ?? nothing}
      ?disabled=${disabled}
      @change=${(event: Event) => {
        const chosen = textOf(event);
        // The dropdown also reports its initial choice.
        if (chosen !== value) {
          choose(chosen);
        }
      }}
      ${ref((element) => showChoice(element, value))}
    >
      ${shown === undefined ? nothing : html`<span slot="selected-value">${shown}</span>`}
      ${options.map(
        (option) =>
          html`<vscode-option value=${option.value} ?selected=${option.value === value}
            >${option.label}</vscode-option
          >`,
      )}
    </vscode-dropdown>`,
  )}`;
}

export interface CheckboxOptions extends ControlOptions {
  readonly checked: boolean;
  readonly label?: string;
  readonly choose: (checked: boolean) => void;
}

export function checkbox(options: CheckboxOptions): TemplateResult {
  const { key, name, title, description, checked, label, choose, invalid, disabled = false } = options;
  return html`<vscode-checkbox
    data-path=${key}
    aria-label=${name}
    aria-invalid=${invalid === undefined ? nothing : String(invalid)}
    aria-description=${description ?? nothing}
    title=${title ?? nothing}
    ?disabled=${disabled}
    @change=${(event: Event) => {
      const now = isChecked(event);
      // The checkbox also reports changes made by code, so this must precede the next line.
      if (now !== checked) {
        choose(now);
      }
    }}
    .checked=${live(checked)}
    >${label ?? ''}</vscode-checkbox
  >`;
}

export function link({ label, title, name, action }: ButtonOptions): TemplateResult {
  return html`<vscode-link
    href="#"
    title=${title ?? nothing}
    aria-label=${name ?? nothing}
    @click=${(event: Event) => {
      event.preventDefault();
      action();
    }}
    >${label}</vscode-link
  >`;
}

function textOf({ target }: Event): string {
  return target instanceof Element && 'value' in target ? String(target.value) : '';
}

function isChecked({ target }: Event): boolean {
  return target instanceof Element && 'checked' in target && target.checked === true;
}

/**
 * Names the text field's input, which has the focus. It is inside the field and exists only once that is in
 * the page.
 */
function describe(element: Element | undefined, name: string, description: string | undefined): void {
  if (element instanceof TextField) {
    queueMicrotask(() => {
      element.ariaLabel = name; // the toolkit has set its own name
      if (description !== undefined) {
        element.control?.setAttribute('aria-description', description);
      }
    });
  }
}

/** Sets the dropdown's value: once the user has chosen, it ignores which option is marked as selected. */
function showChoice(element: Element | undefined, value: string): void {
  if (element instanceof Dropdown && element.options.length > 0 && element.value !== value) {
    element.value = value;
  }
}
