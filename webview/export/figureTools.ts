/** The tools of a figure: its menu, its table, and the progress of its file. */
import { css, html, nothing, type ReactiveController } from 'lit';
import { messageOf } from '../../src/notation/errors';
import { count } from '../../src/notation/numbers';
import { schedule, type Waiter } from '../base/scheduler';
import { csvOf, mostBytes } from './csv';
import type { Figure } from './figure';
import type { FigureMenu, MenuItem } from './figure-menu';
import { type FigureOwner, ownerOf, type SavedKind } from './figureOwner';
import { mostPasted, numpyText } from './numpyText';
import { pngOf, svgOf } from './sheet';
import './number-table';
import './figure-menu';

export class FigureTools implements ReactiveController {
  /** Null where the figure has no owner; then it offers no tools. */
  private owner: FigureOwner | null = null;
  private tabled = false;
  private writing: { readonly share: number; readonly cancel: () => void } | null = null;
  private end: (() => void) | undefined;

  constructor(private readonly figure: Figure) {
    figure.addController(this);
  }

  hostConnected(): void {
    this.owner = ownerOf(this.figure);
    this.end = this.owner?.onChange(() => this.look());
    this.look();
    this.figure.requestUpdate();
  }

  hostDisconnected(): void {
    this.end?.();
    this.writing?.cancel();
  }

  /** Suffix of the figure's accessible name. */
  get hint(): string {
    return this.owner ? '. The menu after it has its table of values' : '';
  }

  /** Renders the menu's button. */
  menu() {
    return this.owner
      ? html`<unroll-figure-menu data-tool .of=${this.title} .items=${this.items}></unroll-figure-menu>`
      : nothing;
  }

  /** Renders the progress and the table below the figure. */
  below() {
    const { figure, writing } = this;
    return html`${
      writing
        ? html`<p class="writing" data-tool role="status">
            Writing the numbers: ${Math.floor(100 * writing.share)} %
            <button @click=${writing.cancel}>Cancel</button>
          </p>`
        : nothing
    }${
      this.tabled
        ? html`<unroll-number-table
            data-tool
            .numbers=${figure.numbers()}
            .heading=${this.title}
            .place=${figure.place}
            .close=${this.toggleTable}
          ></unroll-number-table>`
        : nothing
    }`;
  }

  /** Opens the menu in place of the browser's context menu. */
  readonly onContextMenu = (event: MouseEvent): void => {
    this.figure.renderRoot.querySelector<FigureMenu>('unroll-figure-menu')?.openAt(event);
  };

  private get title(): string {
    return this.figure.facts.title;
  }

  private get key(): string {
    const { name, facts } = this.figure;
    return [this.owner?.key, name, facts.one ?? ''].join(' ').trimEnd();
  }

  private look(): void {
    const tabled = this.owner?.isTabled(this.key) ?? false;
    if (tabled !== this.tabled) {
      this.tabled = tabled;
      this.figure.requestUpdate();
    }
  }

  private readonly items = (): readonly MenuItem[] => [
    { label: 'Save as PNG', action: () => this.savePicture('png') },
    { label: 'Save as SVG', action: () => this.savePicture('svg') },
    { label: 'Save as CSV', action: () => this.saveNumbers() },
    { label: 'Show as table', checked: this.tabled, apart: true, action: this.toggleTable },
    ...(this.figure.facts.tensor ? [{ label: 'Copy as NumPy', action: () => this.copy() }] : []),
  ];

  private readonly toggleTable = (): void => {
    this.owner?.setTabled(this.key, !this.tabled);
  };

  private async savePicture(kind: 'png' | 'svg'): Promise<void> {
    const { figure, owner } = this;
    if (!owner) {
      return;
    }
    try {
      const heading = owner.headingOf(figure.facts);
      this.save(kind, await (kind === 'png' ? pngOf(figure, heading) : svgOf(figure, heading)));
    } catch (error) {
      owner.showError(messageOf(error));
    }
  }

  /** Saves all numbers, including those out of view, with progress: a long trace takes a while. */
  private saveNumbers(): void {
    const waiter: Waiter = { seen: true, wake: () => undefined };
    const tell = (share: number) => {
      if (this.writing) {
        this.writing = { ...this.writing, share };
        this.figure.requestUpdate();
      }
    };
    const end = () => {
      this.writing = null;
      this.figure.requestUpdate();
    };
    this.writing?.cancel();
    let done = false;
    const cancel = schedule(csvOf(this.figure.numbers(), tell), new Set([waiter]), (bytes) => {
      done = true;
      end();
      if (bytes) {
        this.save('csv', bytes);
      } else {
        this.owner?.showError(
          `${this.title} takes more than ${count(mostBytes / 1e6)} MB as CSV. “Copy as NumPy” gives code that loads a tensor from its file.`,
        );
      }
    });
    if (!done) {
      this.writing = {
        share: 0,
        cancel: () => {
          cancel();
          end();
        },
      };
      this.figure.requestUpdate();
    }
  }

  private save(kind: SavedKind, bytes: Uint8Array<ArrayBuffer>): void {
    const { figure, owner } = this;
    if (owner) {
      const { title, run, layer, snapshot } = owner.headingOf(figure.facts);
      const name = [run, title, layer, snapshot].filter((part) => part !== '').join(' ');
      owner.save(kind, name, bytes);
    }
  }

  private copy(): void {
    const { figure, owner } = this;
    const { tensor } = figure.facts;
    const found = tensor && owner?.tensorOf(tensor);
    if (!owner || !tensor || !found) {
      return;
    }
    const about = `run ${owner.runName}, ${owner.headingOf(figure.facts).origin}`;
    const text =
      found.values.length > mostPasted ? null : numpyText(tensor.name, about, found.values, found.shape);
    owner.copyTensor(tensor, text);
  }
}

/** Styles of the tools. The button is in the section's margin, beside the upper end of the figure. */
export const toolStyles = css`
  unroll-figure-menu {
    position: absolute;
    top: 0;
    right: -12px;
  }
  .writing,
  unroll-number-table {
    grid-column: 1 / -1;
  }
  .writing {
    padding: 4px 0 4px var(--gutter-left);
    font-size: 0.92em;
  }
  .writing button {
    border: 0;
    padding: 0 4px;
    font: inherit;
    color: var(--vscode-textLink-foreground);
    background: none;
    cursor: pointer;
  }
  .writing button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
`;
