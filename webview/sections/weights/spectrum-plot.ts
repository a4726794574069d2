/** `<unroll-spectrum-plot>`: a block's eigenvalues in the complex plane, with the unit circle. */
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Spectrum } from '../../../src/analysis/spectrum/spectrum';
import { complex, number, plural } from '../../../src/notation/numbers';
import type { Figure, FigureInfo, NumberTable } from '../../export/figure';
import { FigureTools, toolStyles } from '../../export/figureTools';
import { rowTable } from '../../export/numberTables';
import type { Trail } from '../../state/state';
import { shared } from '../../ui/styles';
import { partsOf, trailPoints } from './spectrumText';

const size = 220;
const margin = 14;
/** Smallest part that is marked; a lower limit would mark almost every eigenvalue. */
const leastPart = 0.05;

@customElement('unroll-spectrum-plot')
export class SpectrumPlot extends LitElement implements Figure {
  @property({ attribute: false }) spectrum: Spectrum | undefined;
  /** Eigenvalues at other snapshots. */
  @property({ attribute: false }) trail: Trail | undefined;
  /** Unit whose part in each mode is shown; null for none. */
  @property({ attribute: false }) unit: number | null = null;
  @property({ attribute: false }) facts: FigureInfo = { title: 'Eigenvalues', across: 'Re', labels: [] };
  readonly name = 'spectrum';
  readonly canvas = null;
  readonly axis = null;
  readonly place = null;
  private readonly tools = new FigureTools(this);

  static override styles = [
    shared,
    toolStyles,
    css`
      :host {
        display: block;
      }
      .picture {
        position: relative;
        max-width: 260px;
        padding-right: 6px;
      }
      svg {
        display: block;
        width: 100%;
        max-width: 260px;
        overflow: visible;
      }
      .axis {
        stroke: var(--vscode-descriptionForeground);
        stroke-opacity: 0.35;
      }
      .circle {
        fill: none;
        stroke: var(--vscode-descriptionForeground);
      }
      circle.value {
        fill: var(--vscode-charts-blue);
        fill-opacity: 0.75;
      }
      circle.outside {
        fill: var(--vscode-charts-yellow);
      }
      circle.trail {
        fill: var(--vscode-charts-purple, var(--vscode-descriptionForeground));
      }
      circle.part {
        fill: none;
        stroke: var(--vscode-charts-orange, var(--vscode-focusBorder));
        stroke-width: 1.5;
      }
      circle.leading {
        stroke: var(--vscode-foreground);
        stroke-width: 1.5;
        fill-opacity: 1;
      }
      text {
        fill: var(--vscode-descriptionForeground);
        font-size: 10px;
      }
    `,
  ];

  get shown(): readonly Element[] {
    return [...this.renderRoot.querySelectorAll('svg')];
  }

  /** Returns a row for each eigenvalue, the greatest modulus first. */
  numbers(): NumberTable {
    const values = this.spectrum?.eigenvalues ?? [];
    return rowTable(
      ['eigenvalue'],
      ['modulus', 'angle', 'real', 'imaginary'],
      values.map(([re, im], index) => ({
        heads: [String(index + 1)],
        values: [Math.hypot(re, im), Math.atan2(im, re), re, im],
      })),
    );
  }

  /** Does nothing: the plot is SVG in the page and has no canvas. */
  async paint() {
    return () => undefined;
  }

  /** Parts of the unit in each mode. */
  private get parts(): readonly number[] {
    return this.spectrum && this.unit !== null ? partsOf(this.spectrum, this.unit) : [];
  }

  protected override render(): TemplateResult {
    const values = this.spectrum?.eigenvalues ?? [];
    const trail = trailPoints(this.trail);
    const reach = Math.max(1.08, (this.spectrum?.spectralRadius ?? 0) * 1.05, trail.reach * 1.05);
    const scale = (size / 2 - margin) / reach;
    const x = (re: number) => size / 2 + re * scale;
    const y = (im: number) => size / 2 - im * scale;
    const outside = values.filter(([re, im]) => Math.hypot(re, im) > 1).length;
    const label = this.spectrum
      ? `${plural(values.length, 'eigenvalue')} in the complex plane, ${outside} outside the unit circle, spectral radius ${number(this.spectrum.spectralRadius)}${(this.trail?.size ?? 0) > 1 ? `; small dots: where they were at ${this.trail?.size} moments of training` : ''}`
      : 'Eigenvalues are being computed';
    return html`<div class="picture"><svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${label + this.tools.hint}>
      <line class="axis" x1="0" y1=${size / 2} x2=${size} y2=${size / 2}></line>
      <line class="axis" x1=${size / 2} y1="0" x2=${size / 2} y2=${size}></line>
      <circle class="circle" cx=${size / 2} cy=${size / 2} r=${scale}></circle>
      <text x=${x(1) + 3} y=${y(0) - 3}>1</text>
      <text x=${size - 2} y=${size / 2 + 12} text-anchor="end">Re</text>
      <text x=${size / 2 + 4} y="9">Im</text>
      ${trail.points.map(
        ({ re, im, share }) =>
          svg`<circle class="trail" cx=${x(re)} cy=${y(im)} r="1.2" opacity=${0.15 + 0.55 * share}></circle>`,
      )}
      ${this.parts.map((part, index) =>
        part < leastPart
          ? nothing
          : svg`<circle class="part" cx=${x(values[index][0])} cy=${y(values[index][1])} r=${3 + 9 * Math.sqrt(Math.min(1, part))}></circle>`,
      )}
      ${values.map(([re, im], index) => {
        const modulus = Math.hypot(re, im);
        const kind = `value ${modulus > 1 ? 'outside' : ''} ${index === 0 ? 'leading' : ''}`;
        return svg`<circle class=${kind} cx=${x(re)} cy=${y(im)} r=${index === 0 ? 4 : 2.5}>
          <title>${complex(re, im)}, |λ| = ${number(modulus)}</title>
        </circle>`;
      })}
    </svg>${this.tools.menu()}</div>${this.tools.below()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-spectrum-plot': SpectrumPlot;
  }
}
