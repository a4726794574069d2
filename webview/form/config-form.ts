/**
 * `<unroll-config-form>`: the config's settings, as the host made them from the schema. Every edit goes to
 * the document.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Form, FormField, FormGroup, FormProblem } from '../../src/config/formTypes';
import type { Store } from '../state/store';
import { Watch } from '../state/watch';
import { link, searchField } from '../ui/controls';
import { shared } from '../ui/styles';
import { factsOf } from './fieldText';
import { finds } from './formSearch';
import { formStyles } from './formStyles';
import './data-preview';
import './form-field';

/** Documentation of a setting or a group, shown below the form. */
interface About {
  readonly name: string;
  readonly text: string;
  readonly facts: readonly string[];
}

@customElement('unroll-config-form')
export class ConfigForm extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private query = '';
  /** Path of the field or group that has the focus; `pointed` is that of the one under the mouse. */
  @state() private focused: string | null = null;
  @state() private pointed: string | null = null;
  protected readonly watch = new Watch(this, ({ form, view }) => [form, view.closedGroups]);

  static override styles = [shared, formStyles];

  protected override render(): TemplateResult {
    const { form } = this.store.state;
    if (!form) {
      return html`<p class="empty whole">Open a config to see its settings here.</p>`;
    }
    const shown = form.groups
      .map((group) => ({ group, fields: this.fieldsOf(form, group) }))
      .filter(({ group, fields }) => fields.length > 0 || (this.query === '' && group.problems.length > 0));
    const found = shown.reduce((sum, { fields }) => sum + fields.length, 0);
    return html`
      <div class="search" role="search">
        ${searchField({
          key: 'form.search',
          name: 'Search settings',
          placeholder: 'Search settings',
          text: this.query,
          typed: (text) => {
            this.query = text;
          },
        })}
        <span class="quiet" role="status">${this.query === '' ? '' : `${found} found`}</span>
      </div>
      <div
        class="settings"
        @focusin=${(event: Event) => {
          this.focused = placeOf(event) ?? this.focused;
        }}
        @pointerover=${(event: Event) => {
          this.pointed = placeOf(event) ?? null;
        }}
        @pointerleave=${() => {
          this.pointed = null;
        }}
      >
        ${this.renderSummary(form)}
        ${repeat(
          shown,
          ({ group }) => group.name,
          ({ group, fields }) => this.renderGroup(form, group, fields),
        )}
        ${found === 0 && this.query !== '' ? html`<p class="quiet whole">No setting matches “${this.query}”.</p>` : nothing}
      </div>
      ${this.renderAbout(form)}
    `;
  }

  /**
   * Fields of the group that apply to this config; a search also finds the others, which then state what they
   * need.
   */
  private fieldsOf({ fields }: Form, group: FormGroup): readonly FormField[] {
    const own = fields.filter((field) => field.group === group.name);
    return this.query === ''
      ? own.filter(({ needs, set }) => needs === undefined || set)
      : own.filter((field) => finds(this.query, field, group));
  }

  /** Renders the problems that belong to no field, and links to the fields that have one. */
  private renderSummary({ problems, fields, editable }: Form): TemplateResult {
    const wrong = fields.filter(({ problem }) => problem?.severity === 'error');
    return html`
      ${problems.map((problem) => this.renderProblem(problem))}
      ${
        editable
          ? nothing
          : html`<p class="quiet whole">The file cannot be parsed, so it can only be changed in the editor for now.</p>`
      }
      ${
        wrong.length > 0
          ? html`<p class="whole" role="status">
              ${wrong.length === 1 ? '1 setting has a problem:' : `${wrong.length} settings have a problem:`}
              ${wrong.map(
                (field, i) =>
                  html`${i > 0 ? ', ' : ''}${link({ label: field.path.join('.'), action: () => this.goTo(field) })}`,
              )}
            </p>`
          : nothing
      }
    `;
  }

  private renderProblem({ message, severity, line, path }: FormProblem): TemplateResult {
    return html`<p class="problem whole ${severity}">
      ${message}
      ${link({
        label: `Line ${line}`,
        name: `Open line ${line} in the editor`,
        action: () => this.store.post({ type: 'openConfig', key: path }),
      })}
    </p>`;
  }

  private renderGroup(form: Form, group: FormGroup, fields: readonly FormField[]): TemplateResult {
    const { closedGroups } = this.store.state.view;
    const closed = this.query === '' && closedGroups.includes(group.name);
    const id = `group-${group.path.join('-')}`;
    const problems = group.problems.length + fields.filter(({ problem }) => problem).length;
    return html`<section>
      <h2>
        <button
          data-about=${group.path.join('.')}
          aria-expanded=${closed ? 'false' : 'true'}
          aria-controls=${closed ? nothing : id}
          aria-description=${group.description}
          @click=${() => this.toggle(group)}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d=${closed ? 'M6 4l4 4-4 4' : 'M4 6l4 4 4-4'}></path>
          </svg>
          ${group.name}
          ${closed && problems > 0 ? html`<span class="count">${problems === 1 ? '1 problem' : `${problems} problems`}</span>` : nothing}
        </button>
      </h2>
      ${
        closed
          ? nothing
          : html`<div id=${id} role="group" aria-label=${group.name}>
              ${group.problems.map((problem) => this.renderProblem(problem))}
              ${group.path.join('.') === 'data' ? this.renderPreview(form) : nothing}
              ${repeat(
                fields,
                ({ path }) => path.join('.'),
                (field) => html`<unroll-form-field
                  data-about=${field.path.join('.')}
                  .field=${field}
                  .disabled=${!form.editable}
                  .edit=${(value: FormField['value'] | null) =>
                    this.store.post({ type: 'edit', path: field.path, value: value ?? null })}
                  .open=${() => this.store.post({ type: 'openConfig', key: field.path })}
                ></unroll-form-field>`,
              )}
            </div>`
      }
    </section>`;
  }

  private renderPreview({ preview, editable }: Form): TemplateResult | typeof nothing {
    return preview
      ? html`<unroll-data-preview
          .preview=${preview}
          .disabled=${!editable}
          .choose=${(column: string, kind: string | null) =>
            this.store.post({ type: 'edit', path: ['data', 'columns', column], value: kind })}
        ></unroll-data-preview>`
      : nothing;
  }

  private renderAbout(form: Form): TemplateResult {
    const about = aboutOf(form, this.pointed ?? this.focused);
    return html`<section class="about" aria-label="About the setting" tabindex="0">
      ${
        about
          ? html`<p><b>${about.name}</b></p>
              <p>${about.text}</p>
              <p class="quiet">${about.facts.join(' ')}</p>`
          : html`<p class="quiet">Point at a setting, or move to it with Tab, to read what it does.</p>`
      }
    </section>`;
  }

  private toggle({ name }: FormGroup): void {
    const { closedGroups } = this.store.state.view;
    this.store.choose({
      closedGroups: closedGroups.includes(name)
        ? closedGroups.filter((each) => each !== name)
        : [...closedGroups, name],
    });
  }

  private async goTo(field: FormField): Promise<void> {
    this.query = '';
    const { closedGroups } = this.store.state.view;
    this.store.choose({ closedGroups: closedGroups.filter((name) => name !== field.group) });
    await new Promise(requestAnimationFrame); // the store notifies its elements once a frame
    await this.updateComplete;
    const key = field.path.join('.');
    const element = [...this.renderRoot.querySelectorAll('unroll-form-field')].find(
      ({ dataset }) => dataset.about === key,
    );
    element?.scrollIntoView({ block: 'nearest' });
    element?.focus();
  }
}

/** Returns the path of the field or group in which an event was fired. */
function placeOf(event: Event): string | undefined {
  for (const element of event.composedPath()) {
    if (element instanceof HTMLElement && element.dataset.about !== undefined) {
      return element.dataset.about;
    }
  }
  return undefined;
}

function aboutOf({ fields, groups }: Form, place: string | null): About | undefined {
  const field = fields.find(({ path }) => path.join('.') === place);
  if (field) {
    return { name: field.path.join('.'), text: field.description, facts: factsOf(field) };
  }
  const group = groups.find(({ path }) => path.join('.') === place);
  return group && { name: group.name, text: group.description, facts: [] };
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-config-form': ConfigForm;
  }
}
