/**
 * `<unroll-product-plot>`: norm of the product of several Jacobians against their number, with its bounds.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { number, plural } from '../../../src/notation/numbers';
import { memoize } from '../../base/memoize';
import type { Place } from '../../drawing/matrix';
import { dashes, type Series } from '../../plots/series-plot';
import { shared } from '../../ui/styles';
import type { TooltipLine } from '../../ui/tooltip';
import type { Part } from '../common/layerAnalysis';
import '../../plots/time-axis';

type Products = Part<'products'>;

/** Natural logarithms converted to powers of ten, for drawing. */
const exponents = memoize((logs: Float64Array) => logs.map((log) => log / Math.LN10));

@customElement('unroll-product-plot')
export class ProductPlot extends LitElement {
  @property({ attribute: false }) products!: Products;
  @state() private place: Place | null = null;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      ul {
        margin: 6px 0 0;
        padding-left: var(--gutter-left);
        list-style: none;
        line-height: 1.5;
        max-width: 96ch;
      }
      li {
        display: grid;
        grid-template-columns: 22px minmax(0, 1fr);
        gap: 0 6px;
      }
      svg {
        width: 22px;
        height: 1.5em;
        stroke-width: 2;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { from, norms } = this.products;
    const series = seriesOf(this.products);
    return html`
      <unroll-series-plot
        data-name="products"
        .series=${series.map(({ says: _, ...one }) => one)}
        .scale=${'exponent'}
        .reference=${0}
        .height=${132}
        .zoomable=${false}
        .cursor=${this.place}
        .label=${`Norm of the product of Jacobians against the distance, from step ${from} back over ${plural(norms.length - 1, 'step')}, log scale with a line at 1`}
        .facts=${{ title: 'Norm of the product of Jacobians, powers of ten', across: 'd', labels: [] }}
        .describe=${({ column }: Place): readonly TooltipLine[] => [
          ['distance', String(column)],
          ...series.map(({ label, values }): TooltipLine => [label, powerText(values[column])]),
        ]}
        @plot-cursor=${(event: CustomEvent<Place>) => {
          event.stopPropagation();
          this.place = event.detail;
        }}
        @plot-pin=${(event: Event) => event.stopPropagation()}
        @plot-range=${(event: Event) => event.stopPropagation()}
      ></unroll-series-plot>
      <unroll-time-axis .steps=${norms.length} .unit=${'d'} .cursor=${this.place?.column ?? null}></unroll-time-axis>
      <ul aria-label="What each curve proves">
        ${series.map(
          ({ label, colour, stroke, says }) =>
            html`<li>
              <svg viewBox="0 0 22 20" aria-hidden="true">
                <path
                  d="M0 10H22"
                  stroke="var(--vscode-${colour})"
                  stroke-dasharray=${dashes[stroke ?? 'solid'].join(' ') || nothing}
                ></path>
              </svg>
              <span><span class="name">${label}</span> <span class="quiet">${says}</span></span>
            </li>`,
        )}
      </ul>
    `;
  }
}

interface Said extends Series {
  /** Text that states what the curve proves. */
  readonly says: string;
}

const seriesOf = memoize(({ norms, bounds, from }: Products): readonly Said[] => [
  {
    label: '‖Jₜ⋯‖',
    values: exponents(norms),
    colour: 'charts-blue',
    as: 'line',
    says: `is the product itself: the most by which d steps back from step ${from} can multiply a gradient. Below 1 every gradient has shrunk.`,
  },
  ...(bounds === null
    ? []
    : ([
        {
          label: '∏g1′·σᵈ',
          values: exponents(bounds.withSlopes),
          colour: 'charts-green',
          as: 'line',
          stroke: 'dotted',
          says: 'with the greatest slope of each step: an upper bound. Where it falls towards 0, gradients must vanish: sufficient.',
        },
        {
          label: 'σ_maxᵈ',
          values: exponents(bounds.largestSingularValue),
          colour: 'charts-orange',
          as: 'line',
          stroke: 'dashed',
          says: 'of W_hh alone: a looser upper bound. Below 1 is sufficient for vanishing, above 1 only necessary for exploding.',
        },
        {
          label: 'ρᵈ',
          values: exponents(bounds.spectralRadius),
          colour: 'charts-purple',
          as: 'line',
          stroke: 'dashed',
          says: 'shows how powers of W_hh end, not how they begin: it proves nothing for a W that is not normal.',
        },
      ] as const)),
]);

/** Formats a power of ten as `3.2e-41`, also where it exceeds the range of numbers. */
function powerText(exponent: number): string {
  if (exponent === Number.NEGATIVE_INFINITY) {
    return '0';
  }
  const whole = Math.floor(exponent);
  return Math.abs(exponent) < 300
    ? number(10 ** exponent)
    : `${number(10 ** (exponent - whole), 4)}e${whole}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-product-plot': ProductPlot;
  }
}
