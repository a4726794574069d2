/** `<unroll-shares-plot>`: the shares of a whole at each step, as stacked areas. */
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { themeColour } from '../drawing/theme';
import type { NumberTable } from '../export/figure';
import { curveTable } from '../export/numberTables';
import { Plot } from './plot';
import type { Series } from './series-plot';

export type ShareOf = Pick<Series, 'label' | 'colour'> & {
  /** One share per step, 0 … 1; NaN where there is none. */
  readonly values: Float64Array;
};

@customElement('unroll-shares-plot')
export class SharesPlot extends Plot {
  /** Shares from the lowest area to the highest. */
  @property({ attribute: false }) shares: readonly ShareOf[] = [];
  @property({ attribute: 'data-name', reflect: true }) name = '';

  protected override readonly drawn = ['shares', 'height'];

  override get columns(): number {
    return this.shares[0]?.values.length ?? 0;
  }

  protected override get rows(): number {
    return 0;
  }

  override numbers(): NumberTable {
    return curveTable(this.shares, this.facts);
  }

  /** Draws the mean of the steps that fall on one pixel. */
  protected override draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.clearRect(0, 0, width, height);
    const { from, to } = this.view;
    const below = new Float64Array(width);
    const edges: (readonly [x: number, y: number])[] = [];
    this.shares.forEach(({ values, colour }, index) => {
      context.fillStyle = themeColour(colour, 'rgb(80, 140, 220)');
      for (let x = 0; x < width; x++) {
        const start = from + Math.floor((x * (to - from)) / width);
        const end = Math.max(start + 1, from + Math.floor(((x + 1) * (to - from)) / width));
        let sum = 0;
        for (let step = start; step < end; step++) {
          sum += Number.isNaN(values[step]) ? 0 : values[step];
        }
        const share = sum / (end - start);
        const [top, bottom] = [1 - below[x] - share, 1 - below[x]].map((place) => Math.round(place * height));
        context.fillRect(x, top, 1, bottom - top);
        if (index > 0 && share > 0 && below[x] > 0) {
          edges.push([x, bottom - 1]);
        }
        below[x] += share;
      }
    });
    // A line in the background colour separates two areas, so that they can be distinguished without their
    // colours.
    context.fillStyle = themeColour('editor-background', 'rgb(255, 255, 255)');
    for (const [x, y] of edges) {
      context.fillRect(x, y, 1, 1);
    }
  }

  protected override renderTicks(): TemplateResult[] {
    return [1, 0.5, 0].map(
      (share) =>
        html`<span .style=${`top: ${4 + (1 - share) * (this.height - 8)}px`}>${100 * share} %</span>`,
    );
  }

  /** Renders the names from top to bottom, in the order of the areas. */
  protected override renderLegend(): TemplateResult[] {
    return [...this.shares]
      .reverse()
      .map(
        ({ label, colour }, index) =>
          html`<span class="named" .style=${`top: ${12 + 16 * index}px; --of: var(--vscode-${colour})`} title=${label}>${label}</span>`,
      );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-shares-plot': SharesPlot;
  }
}
