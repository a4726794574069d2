/**
 * `<unroll-heatmap>`: any matrix as colours, with its scale beside it. It does not depend on the meaning of
 * the numbers.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { schedule } from '../base/scheduler';
import { ColourTable } from '../drawing/colourTable';
import { roundTicks } from '../drawing/decimate';
import { cellsOfPixel, columnsOfPixel, type Matrix, type Place, strongestCell } from '../drawing/matrix';
import { paletteIndex } from '../drawing/palette';
import { Pyramid } from '../drawing/pyramid';
import { rasterize } from '../drawing/rasterize';
import { type Scale, symmetric } from '../drawing/scale';
import { themePalette } from '../drawing/theme';
import type { NumberTable } from '../export/figure';
import { matrixTable } from '../export/numberTables';
import { Plot } from './plot';

const nothingToShow: Matrix = {
  values: new Float32Array(),
  columns: 0,
  rows: 0,
  columnStride: 0,
  rowStride: 0,
};

@customElement('unroll-heatmap')
export class Heatmap extends Plot {
  @property({ attribute: false }) matrix: Matrix = nothingToShow;
  @property({ attribute: false }) scale: Scale = symmetric(0);
  /** Name of the tensor, by which it is found in the page. */
  @property({ attribute: 'data-name', reflect: true }) name = '';
  /** Label of a row beside the plot; its index where undefined. */
  @property({ attribute: false }) rowText: ((row: number) => string) | undefined;
  /** Row to mark, such as that of the selected unit, like `markedColumn`; null for none. */
  @property({ attribute: false }) markedRow: number | null = null;
  @property({ attribute: false }) markedColumn: number | null = null;
  @query('.bar') private bar!: HTMLCanvasElement | null;
  private image: ImageData | undefined;
  private colours: ColourTable | undefined;
  private readonly pyramid = new Pyramid();
  /** Matrix and height that the pyramid holds, or is being filled with. */
  private held: { readonly matrix: Matrix; readonly height: number } | undefined;
  /** Cancels the pending work on the pyramid. */
  private giveUp: () => void = () => undefined;
  private readonly waiters = new Set([this.askWhenSeen()]);

  static override styles = [
    ...Plot.styles,
    css`
      /* A background over the colours would falsify them. */
      .band:not(.absent) {
        background: none;
      }
      .marked {
        position: absolute;
        pointer-events: none;
        outline: 1px solid var(--vscode-focusBorder, var(--vscode-foreground));
      }
      .bar {
        position: absolute;
        left: 8px;
        top: 0;
        width: 8px;
        height: 100%;
      }
      .legend span {
        left: 21px;
      }
      .legend span:first-of-type {
        transform: none;
      }
      .legend span.end {
        transform: translateY(-100%);
      }
    `,
  ];

  protected override readonly drawn = ['matrix', 'scale', 'height'];

  override get columns(): number {
    return this.matrix.columns;
  }

  protected override get rows(): number {
    return this.matrix.rows;
  }

  override numbers(): NumberTable {
    return matrixTable(this.matrix, this.facts);
  }

  /** Draws from a separate pyramid, because the page's is made for the page's height. */
  override async paint(target: HTMLCanvasElement, _width: number, _height: number, _ratio: number) {
    const { width, height } = target;
    const { matrix, colours } = this;
    const context = target.getContext('2d');
    if (context && colours && matrix.columns > 0 && matrix.rows > 0) {
      const pyramid = new Pyramid();
      await new Promise<void>((done) =>
        schedule(pyramid.fill(matrix, height), this.waiters, done, { urgent: true }),
      );
      const image = context.createImageData(width, height);
      rasterize(pyramid, this.view, colours, new Uint32Array(image.data.buffer), width, height);
      context.putImageData(image, 0, 0);
    }
    return () => undefined;
  }

  protected override placeOfRow(row: number): number {
    const { order } = this.matrix;
    return order ? order.indexOf(row) : row;
  }

  protected override rowAtPlace(place: number): number {
    return this.matrix.order?.[place] ?? place;
  }

  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    const palette = themePalette(this.scale.palette);
    if (this.colours?.scale !== this.scale || this.colours.palette !== palette) {
      this.colours = new ColourTable(this.scale, palette);
      this.drawBar(palette.colours);
    }
    if (this.matrix.columns === 0 || this.matrix.rows === 0) {
      context.clearRect(0, 0, width, height);
      return;
    }
    this.hold(height);
    if (!this.pyramid.ready) {
      return; // the previous drawing stays until the pyramid is ready
    }
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = context.createImageData(width, height);
    }
    const pixels = new Uint32Array(this.image.data.buffer);
    rasterize(this.pyramid, this.view, this.colours, pixels, width, height);
    context.putImageData(this.image, 0, 0);
  }

  /** Fills the pyramid for the matrix and height; if that is not done at once, redraws later. */
  private hold(height: number): void {
    const { matrix, held, pyramid, waiters } = this;
    if (held?.matrix === matrix && held.height === height) {
      return;
    }
    this.held = { matrix, height };
    this.giveUp();
    let late = false;
    const filled = () => {
      this.giveUp = schedule(pyramid.grow(), waiters, () => undefined);
      if (late) {
        this.repaint();
      }
    };
    const fill = schedule(pyramid.fill(matrix, height), waiters, filled, { urgent: true });
    if (!pyramid.ready) {
      late = true;
      this.giveUp = fill;
    }
  }

  /** The cell that gave the pixel its colour, so that the tooltip matches the drawing. */
  override placeAt(x: number, y: number, width: number, height: number): Place {
    const { canvas, matrix } = this;
    const pixels = [Math.max(1, canvas.width), Math.max(1, canvas.height)];
    const at = (share: number, many: number) => Math.min(many - 1, Math.max(0, Math.floor(share * many)));
    return strongestCell(
      matrix,
      columnsOfPixel(at(x / width, pixels[0]), pixels[0], this.view),
      cellsOfPixel(at(y / height, pixels[1]), pixels[1], 0, matrix.rows),
    );
  }

  protected override renderMarks(percent: (column: number) => number): unknown {
    const { markedRow, markedColumn, rows } = this;
    const { from, to } = this.view;
    const row =
      markedRow !== null && markedRow < rows
        ? html`<div
            class="marked row"
            .style=${`left: 0; width: 100%; top: ${(100 * this.placeOfRow(markedRow)) / rows}%; height: max(3px, ${100 / rows}%)`}
          ></div>`
        : nothing;
    const column =
      markedColumn !== null && markedColumn >= from && markedColumn < to
        ? html`<div
            class="marked column"
            .style=${`top: 0; height: 100%; left: ${percent(markedColumn)}%; width: max(3px, ${percent(markedColumn + 1) - percent(markedColumn)}%)`}
          ></div>`
        : nothing;
    return [row, column];
  }

  protected override renderTicks(): TemplateResult[] {
    const ticks = roundTicks(0, this.rows - 1, this.height / 22, 1);
    return ticks.map((place) => {
      const row = this.rowAtPlace(place);
      return html`<span .style=${`top: ${((place + 0.5) / this.rows) * 100}%`}>${this.rowText?.(row) ?? row}</span>`;
    });
  }

  protected override renderLegend(): TemplateResult {
    const { ticks, palette } = this.scale;
    const place = (position: number) => (palette === 'diverging' ? (1 - position) / 2 : 1 - position) * 100;
    // Labels that would be closer than a line of text are omitted, except those at the ends.
    const few =
      this.height < 16 * ticks.length
        ? ticks.filter((_, index) => index === 0 || index === ticks.length - 1)
        : ticks;
    return html`<canvas class="bar"></canvas>
      ${few.map(
        ({ position, label }) =>
          html`<span
            class=${position === ticks[ticks.length - 1].position && ticks.length > 1 ? 'end' : ''}
            .style=${`top: ${place(position)}%`}
            >${label}</span
          >`,
      )}`;
  }

  private drawBar(colours: Uint32Array): void {
    const context = this.bar?.getContext('2d');
    if (!this.bar || !context) {
      return;
    }
    const height = 128;
    this.bar.width = 1;
    this.bar.height = height;
    const image = context.createImageData(1, height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let y = 0; y < height; y++) {
      const share = 1 - y / (height - 1);
      pixels[y] = colours[paletteIndex(this.scale.palette === 'diverging' ? 2 * share - 1 : share)];
    }
    context.putImageData(image, 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-heatmap': Heatmap;
  }
}
