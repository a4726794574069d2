/** What a picture offers beside itself: its menu, its table, and how far its file is. */
import { css, html, nothing, type ReactiveController } from 'lit';
import { count } from '../base/format';
import { type Asker, doInSlices } from '../base/scheduler';
import { csvOf, mostBytes } from './csv';
import { mostPasted, numpyText } from './numpyText';
import type { Picture } from './picture';
import type { MenuItem, PictureMenu } from './picture-menu';
import { ownerOf, type PictureOwner, type SavedKind } from './pictureOwner';
import { pngOf, svgOf } from './sheet';
import './number-table';
import './picture-menu';

export class PictureTools implements ReactiveController {
  /** Null where the picture has no owner: then it offers nothing. */
  private owner: PictureOwner | null = null;
  private tabled = false;
  private writing: { readonly share: number; readonly cancel: () => void } | null = null;
  private end: (() => void) | undefined;

  constructor(private readonly picture: Picture) {
    picture.addController(this);
  }

  hostConnected(): void {
    this.owner = ownerOf(this.picture);
    this.end = this.owner?.onChange(() => this.look());
    this.look();
    this.picture.requestUpdate();
  }

  hostDisconnected(): void {
    this.end?.();
    this.writing?.cancel();
  }

  /** What is said aloud after the name of a picture. */
  get hint(): string {
    return this.owner ? '. The menu after it has its table of values' : '';
  }

  /** The button of the menu. */
  menu() {
    return this.owner
      ? html`<unroll-picture-menu data-tool .of=${this.title} .items=${this.items}></unroll-picture-menu>`
      : nothing;
  }

  /** What stands under the picture. */
  below() {
    const { picture, writing } = this;
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
            .numbers=${picture.numbers()}
            .heading=${this.title}
            .place=${picture.place}
            .close=${this.toggleTable}
          ></unroll-number-table>`
        : nothing
    }`;
  }

  /** The menu in the place of the browser's. */
  readonly onContextMenu = (event: MouseEvent): void => {
    this.picture.renderRoot.querySelector<PictureMenu>('unroll-picture-menu')?.openAt(event);
  };

  private get title(): string {
    return this.picture.facts.title;
  }

  private get key(): string {
    const { name, facts } = this.picture;
    return [this.owner?.key, name, facts.one ?? ''].join(' ').trimEnd();
  }

  private look(): void {
    const tabled = this.owner?.isTabled(this.key) ?? false;
    if (tabled !== this.tabled) {
      this.tabled = tabled;
      this.picture.requestUpdate();
    }
  }

  private readonly items = (): readonly MenuItem[] => [
    { label: 'Save as PNG', action: () => this.savePicture('png') },
    { label: 'Save as SVG', action: () => this.savePicture('svg') },
    { label: 'Save as CSV', action: () => this.saveNumbers() },
    { label: 'Show as table', checked: this.tabled, apart: true, action: this.toggleTable },
    ...(this.picture.facts.tensor ? [{ label: 'Copy as NumPy', action: () => this.copy() }] : []),
  ];

  private readonly toggleTable = (): void => {
    this.owner?.setTabled(this.key, !this.tabled);
  };

  private async savePicture(kind: 'png' | 'svg'): Promise<void> {
    const { picture, owner } = this;
    if (!owner) {
      return;
    }
    try {
      const heading = owner.headingOf(picture.facts);
      this.save(kind, await (kind === 'png' ? pngOf(picture, heading) : svgOf(picture, heading)));
    } catch (error) {
      owner.showError(error instanceof Error ? error.message : String(error));
    }
  }

  /** All of them, also those out of view; a long trace takes a while. */
  private saveNumbers(): void {
    const asker: Asker = { seen: true, wake: () => undefined };
    const tell = (share: number) => {
      if (this.writing) {
        this.writing = { ...this.writing, share };
        this.picture.requestUpdate();
      }
    };
    const end = () => {
      this.writing = null;
      this.picture.requestUpdate();
    };
    this.writing?.cancel();
    let done = false;
    const cancel = doInSlices(csvOf(this.picture.numbers(), tell), new Set([asker]), (bytes) => {
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
      this.picture.requestUpdate();
    }
  }

  private save(kind: SavedKind, bytes: Uint8Array<ArrayBuffer>): void {
    const { picture, owner } = this;
    if (owner) {
      const { title, run, layer, moment } = owner.headingOf(picture.facts);
      const name = [run, title, layer, moment].filter((part) => part !== '').join(' ');
      owner.save(kind, name, bytes);
    }
  }

  private copy(): void {
    const { picture, owner } = this;
    const { tensor } = picture.facts;
    const found = tensor && owner?.tensorOf(tensor);
    if (!owner || !tensor || !found) {
      return;
    }
    const about = `run ${owner.runName}, ${owner.headingOf(picture.facts).origin}`;
    const text =
      found.values.length > mostPasted ? null : numpyText(tensor.name, about, found.values, found.shape);
    owner.copyTensor(tensor, text);
  }
}

/** Where the button and what it opens stand: the button in the section's edge, beside the picture's upper end. */
export const toolStyles = css`
  unroll-picture-menu {
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
