/** `<unroll-number-table>`: the numbers of a figure, one page at a time. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { doubleDecimal, singleDecimal } from '../../src/notation/decimals';
import { count, number } from '../../src/notation/numbers';
import { shared } from '../ui/styles';
import type { NumberTable, TablePlace } from './figure';

const pageRows = 50;
const pageColumns = 20;

@customElement('unroll-number-table')
export class NumberTableView extends LitElement {
  @property({ attribute: false }) numbers!: NumberTable;
  @property({ attribute: false }) heading = '';
  /** Place of the cursor; the table opens at the page that contains it. */
  @property({ attribute: false }) place: TablePlace | null = null;
  @property({ attribute: false }) close: () => void = () => undefined;
  /** First row and column of the page. */
  @state() private row = 0;
  @state() private column = 0;
  /** Whether numbers are shown with all the digits that distinguish them from any other. */
  @state() private whole = false;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: 6px 0 8px var(--gutter-left);
        min-width: 0;
      }
      .scroll {
        overflow: auto;
        max-height: 340px;
        border: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, transparent));
      }
      .scroll:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      table {
        border-collapse: separate;
        border-spacing: 0;
        line-height: 1.5;
      }
      caption {
        position: sticky;
        left: 0;
        padding: 2px 8px;
        text-align: left;
        font-weight: 600;
      }
      th,
      td {
        padding: 0 8px;
        text-align: right;
        white-space: nowrap;
      }
      th {
        font-weight: normal;
        color: var(--vscode-descriptionForeground);
        background: var(--vscode-editor-background);
      }
      thead th {
        position: sticky;
        top: 0;
        z-index: 1;
        border-bottom: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, currentcolor));
      }
      tbody tr:hover > * {
        background: var(--vscode-list-hoverBackground);
      }
      .current {
        outline: 1px solid var(--vscode-foreground);
        outline-offset: -1px;
      }
      .pages {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
        padding: 2px 0 4px;
        font-size: 0.92em;
      }
      .fill {
        flex: 1;
      }
      button {
        padding: 0 6px;
        border: 1px solid transparent;
        border-radius: 3px;
        font: inherit;
        line-height: 1.6;
        color: var(--vscode-textLink-foreground);
        background: none;
        cursor: pointer;
      }
      button[aria-pressed='true'] {
        border-color: var(--vscode-focusBorder);
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      button[aria-disabled='true'] {
        opacity: 0.5;
        cursor: default;
      }
      button:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated) {
      this.goToPlace();
    }
    if (changed.has('numbers')) {
      this.show(this.row, this.column);
    }
  }

  protected override render(): TemplateResult {
    const { numbers, row, column, place } = this;
    const rows = span(row, pageRows, numbers.rows);
    const columns = span(column, pageColumns, numbers.columns);
    const [counted] = numbers.rowHeads;
    const isCurrent = (r: number, c: number) =>
      place?.row === r && (place.column === null || place.column === c);
    return html`
      <div class="pages">
        ${this.renderPages(counted, row, numbers.rows, pageRows, (to) => this.show(to, column))}
        ${this.renderPages('column', column, numbers.columns, pageColumns, (to) => this.show(row, to))}
        ${place && !this.isOnPage(place) ? html`<button @click=${this.goToPlace}>Go to the cursor</button>` : nothing}
        <span class="fill"></span>
        <button aria-pressed=${this.whole ? 'true' : 'false'} @click=${this.toggleWhole}>All digits</button>
        <button aria-label=${`Close the table of ${this.heading}`} @click=${this.close}>Close</button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${`Table: ${this.heading}`} @keydown=${this.onKey}>
        <table>
          <caption>
            ${this.heading}
          </caption>
          <thead>
            <tr>
              ${numbers.rowHeads.map((head) => html`<th scope="col">${head}</th>`)}
              ${columns.map((c) => html`<th scope="col">${numbers.columnHead(c)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (r) => html`<tr>
                ${numbers.rowHead(r).map((head, index) => (index === 0 ? html`<th scope="row">${head}</th>` : html`<td>${head}</td>`))}
                ${columns.map((c) => this.renderCell(r, c, isCurrent(r, c)))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  private renderCell(row: number, column: number, current: boolean): TemplateResult {
    const value = this.numbers.value(row, column);
    if (value === null) {
      return html`<td></td>`;
    }
    const whole = this.numbers.isSingle(column) ? singleDecimal(value) : doubleDecimal(value);
    return html`<td class=${current ? 'current' : nothing} title=${whole}>${this.whole ? whole : number(value)}</td>`;
  }

  private toggleWhole(): void {
    this.whole = !this.whole;
  }

  private renderPages(counted: string, at: number, all: number, page: number, go: (to: number) => void) {
    if (all <= page) {
      return nothing;
    }
    const last = Math.min(all, at + page) - 1;
    const step = (label: string, to: number) => html`<button
      aria-label=${`${label} ${counted}s`}
      aria-disabled=${to < 0 || to >= all ? 'true' : 'false'}
      @click=${() => to >= 0 && to < all && go(to)}
    >
      ${label}
    </button>`;
    return html`<span class="quiet" role="status">${counted}s ${count(at)} to ${count(last)} of ${count(all)}</span>
      ${step('Previous', at - page)} ${step('Next', at + page)}`;
  }

  /** Shows the page that contains the row and column, clamped to the table. */
  private show(row: number, column: number): void {
    this.row = pageOf(Math.min(row, this.numbers.rows - 1), pageRows);
    this.column = pageOf(Math.min(column, this.numbers.columns - 1), pageColumns);
  }

  private isOnPage({ row, column }: TablePlace): boolean {
    return (
      pageOf(row, pageRows) === this.row && (column === null || pageOf(column, pageColumns) === this.column)
    );
  }

  private goToPlace(): void {
    const { place } = this;
    if (place) {
      this.show(place.row, place.column ?? this.column);
    }
  }

  /** Page Up and Page Down move by a page of rows, with Shift by a page of columns. */
  private onKey(event: KeyboardEvent): void {
    const by = { PageUp: -1, PageDown: 1 }[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const [row, column] = event.shiftKey
      ? [this.row, this.column + by * pageColumns]
      : [this.row + by * pageRows, this.column];
    if (row >= 0 && row < this.numbers.rows && column >= 0 && column < this.numbers.columns) {
      this.show(row, column);
    }
  }
}

function pageOf(index: number, page: number): number {
  return Math.max(0, Math.floor(index / page) * page);
}

function span(from: number, page: number, all: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(page, all - from)) }, (_, index) => from + index);
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-number-table': NumberTableView;
  }
}
