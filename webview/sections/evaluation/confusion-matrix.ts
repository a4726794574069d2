/**
 * `<unroll-confusion-matrix>`: target classes downwards, answers to the right, each cell in the colour of its
 * share of the row, with its count where there is room.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { count } from '../../../src/notation/numbers';
import { squareMatrix } from '../../drawing/matrix';
import type { Scale } from '../../drawing/scale';
import type { NumberTable } from '../../export/figure';
import { rowTable } from '../../export/numberTables';
import { Heatmap } from '../../plots/heatmap';
import type { Confusion } from './confusion';

const shareScale: Scale = {
  palette: 'sequential',
  position: (share) => Math.min(1, Math.max(0, share)),
  ticks: [
    { position: 1, label: '100 %' },
    { position: 0.5, label: '50 %' },
    { position: 0, label: '0' },
  ],
  words: 'linear, from none to all of a class',
};
/** Size of a cell in pixels from which on its count is written, and that of a row with a name. */
const [cellWidth, cellHeight, nameHeight] = [30, 15, 13];

@customElement('unroll-confusion-matrix')
export class ConfusionMatrix extends Heatmap {
  @property({ attribute: false }) confusion!: Confusion;
  @property({ attribute: false }) side = 200;

  static override styles = [
    ...Heatmap.styles,
    css`
      .plot {
        cursor: pointer;
      }
      .ticks span {
        max-width: calc(var(--gutter-left) - 8px);
        overflow: hidden;
        text-overflow: ellipsis;
        line-height: 1.3;
      }
      .count {
        position: absolute;
        transform: translate(-50%, -50%);
        pointer-events: none;
        font-size: 0.92em;
        line-height: 1;
        color: var(--vscode-foreground);
      }
      .count.full {
        color: var(--vscode-editor-background);
      }
    `,
  ];

  protected override willUpdate(): void {
    this.scale = shareScale;
    this.matrix = squareMatrix(this.confusion.shares, this.confusion.names.length);
  }

  /** Returns the counts, with a row for each target class. */
  override numbers(): NumberTable {
    const { names, counts } = this.confusion;
    const K = names.length;
    return rowTable(
      ['target'],
      names,
      names.map((name, k) => ({ heads: [name], values: [...counts.subarray(k * K, (k + 1) * K)] })),
    );
  }

  protected override renderTicks(): TemplateResult[] {
    const { names } = this.confusion;
    const every = Math.ceil((names.length * nameHeight) / this.side);
    return names.flatMap((name, row) =>
      row % every === 0
        ? [html`<span title=${name} .style=${`top: ${(100 * (row + 0.5)) / names.length}%`}>${name}</span>`]
        : [],
    );
  }

  protected override renderMarks(percent: (column: number) => number): unknown {
    const { confusion, side } = this;
    const K = confusion.names.length;
    const marks = super.renderMarks(percent);
    if (side / K < cellHeight || side / K < cellWidth) {
      return marks;
    }
    const counts = Array.from(confusion.counts, (many, at) =>
      many === 0
        ? nothing
        : html`<span
            class="count ${confusion.shares[at] > 0.5 ? 'full' : ''}"
            .style=${`left: ${percent((at % K) + 0.5)}%; top: ${(100 * (Math.floor(at / K) + 0.5)) / K}%`}
            >${count(many)}</span
          >`,
    );
    return [counts, marks];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-confusion-matrix': ConfusionMatrix;
  }
}
