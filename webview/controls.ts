/**
 * Form controls. The only file that knows which library draws them (@vscode/webview-ui-toolkit); another one could take
 * its place here. Each function returns a template; `key` ends up as `data-path`, by which a control can be found.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';

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
  /** Said aloud, where the label alone does not say what it acts on. */
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
  /** Said aloud where no visible label is bound to the control. */
  readonly name: string;
  readonly title?: string;
}

export interface TextOptions extends ControlOptions {
  readonly text: string;
  readonly placeholder?: string;
  readonly invalid?: boolean;
  /** After Enter, or when the field is left with another text. */
  readonly commit: (text: string) => void;
}

export function textField(options: TextOptions): TemplateResult {
  const { key, name, title, text, placeholder, invalid = false, commit } = options;
  return html`<vscode-text-field
    data-path=${key}
    aria-label=${name}
    aria-invalid=${invalid ? 'true' : 'false'}
    title=${title ?? nothing}
    placeholder=${placeholder ?? ''}
    .value=${text}
    @change=${(event: Event) => commit(textOf(event))}
  ></vscode-text-field>`;
}

export interface ChoiceOptions extends ControlOptions {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

export function dropdown({ key, name, title, options, value, choose }: ChoiceOptions): TemplateResult {
  // The toolkit's dropdown reads its options once, so other options make another dropdown.
  const identity = options.map((option) => `${option.value}\n${option.label}`).join('\n');
  return html`${keyed(
    identity,
    html`<vscode-dropdown
      data-path=${key}
      aria-label=${name}
      title=${title ?? nothing}
      @change=${(event: Event) => {
        const chosen = textOf(event);
        // It also reports the choice it begins with.
        if (chosen !== value) {
          choose(chosen);
        }
      }}
    >
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

export function checkbox({ key, name, title, checked, label, choose }: CheckboxOptions): TemplateResult {
  return html`<vscode-checkbox
    data-path=${key}
    aria-label=${name}
    title=${title ?? nothing}
    .checked=${checked}
    @change=${(event: Event) => {
      const now = isChecked(event);
      if (now !== checked) {
        choose(now);
      }
    }}
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
