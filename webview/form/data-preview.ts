/**
 * `<unroll-data-preview>`: the columns of the data as they are understood, with their first values. What a
 * column holds can be corrected here.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ColumnKindName, DataPreview as Preview, PreviewColumn } from '../../src/config/formTypes';
import { dropdown } from '../ui/controls';
import { shared } from '../ui/styles';
import { previewStyles } from './formStyles';

const columnKinds = ['number', 'class', 'time'] as const satisfies readonly ColumnKindName[];
const kindNames = { number: 'numbers', class: 'classes', time: 'time' } as const;

@customElement('unroll-data-preview')
export class DataPreview extends LitElement {
  @property({ attribute: false }) preview!: Preview;
  @property({ attribute: false }) disabled = false;
  /** Says in the config what a column holds; null leaves it to be found. */
  @property({ attribute: false }) choose: (column: string, kind: ColumnKindName | null) => void = () =>
    undefined;

  static override styles = [shared, previewStyles];

  protected override render(): TemplateResult {
    const { columns, more, notes } = this.preview;
    return html`
      <table aria-label="Columns of the data as they were read">
        <thead>
          <tr>
            <th>column, first rows</th>
            <th>holds</th>
            <th>use</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            columns,
            ({ name }) => name,
            (column) => this.renderColumn(column),
          )}
        </tbody>
      </table>
      ${more > 0 ? html`<p class="quiet">${more} more columns.</p>` : nothing}
      ${notes.map((note) => html`<p class="quiet">${note}</p>`)}
    `;
  }

  private renderColumn({ name, holds, found, given, use, cells }: PreviewColumn): TemplateResult {
    const label = (kind: ColumnKindName) => `${kindNames[kind]}${kind === found ? ' (found)' : ''}`;
    return html`<tr class=${use === 'not read' ? 'quiet' : ''}>
      <th scope="row" title=${`${name}: ${holds}; ${cells.join(', ')}`}>
        <span>${name}</span>
        <span class="cells quiet">${cells.map((cell) => (cell === '' ? '–' : cell)).join(', ')}</span>
      </th>
      <td>
        ${dropdown({
          key: `data.columns.${name}`,
          name: `What ${name} holds`,
          description: holds,
          title: holds,
          disabled: this.disabled,
          shown: kindNames[given ?? found],
          options: columnKinds.map((kind) => ({ value: kind, label: label(kind) })),
          value: given ?? found,
          choose: (value) => {
            const kind = columnKinds.find((each) => each === value);
            if (kind !== undefined) {
              this.choose(name, kind === found ? null : kind);
            }
          },
        })}
      </td>
      <td class="use">${use}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-data-preview': DataPreview;
  }
}
