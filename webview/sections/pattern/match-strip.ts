/** `<unroll-match-strip>`: the pattern's units around a match as a strip of colours, with the input below. */
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { number, plural } from '../../../src/notation/numbers';
import type { PatternMatch, PatternQuestion } from '../../../src/protocol/worker';
import { paletteIndex } from '../../drawing/palette';
import { onThemeChange, themePalette } from '../../drawing/theme';
import { shared } from '../../ui/styles';

/** Maximum number of input curves under a strip. */
export const mostInputs = 3;
const curveHeight = 20;

@customElement('unroll-match-strip')
export class MatchStrip extends LitElement {
  @property({ attribute: false }) match!: PatternMatch;
  @property({ attribute: false }) units: PatternQuestion['pattern']['units'] = [];
  /** Value of the strongest colour. */
  @property({ attribute: false }) peak = 1;
  @query('canvas') private canvas!: HTMLCanvasElement;
  private endTheme: (() => void) | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 150px;
        gap: 2px 8px;
        align-items: center;
        font-size: 0.92em;
      }
      .plots {
        position: relative;
        align-self: start;
      }
      canvas {
        display: block;
        width: 100%;
        image-rendering: pixelated;
      }
      svg {
        display: block;
        width: 100%;
        height: ${curveHeight}px;
        margin-top: 2px;
        overflow: visible;
      }
      polyline {
        fill: none;
        stroke: var(--vscode-charts-purple, currentcolor);
        vector-effect: non-scaling-stroke;
      }
      .matched {
        position: absolute;
        top: -2px;
        bottom: -2px;
        border: 1px solid var(--vscode-foreground);
        border-width: 0 1px;
        pointer-events: none;
      }
      .matched::before,
      .matched::after {
        content: '';
        position: absolute;
        left: 0;
        right: 0;
        height: 2px;
        background: var(--vscode-foreground);
      }
      .matched::before {
        top: 0;
      }
      .matched::after {
        bottom: 0;
      }
      @media (max-width: 480px) {
        :host {
          grid-template-columns: minmax(0, 1fr) 118px;
        }
      }
      .names {
        display: grid;
        align-self: start;
      }
      .names span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .names span + span {
        height: ${curveHeight + 2}px;
        line-height: ${curveHeight + 2}px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.endTheme = onThemeChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endTheme?.();
  }

  protected override render(): TemplateResult {
    const { context, range } = this.match;
    const height = this.rowHeight * context.shown;
    const inputs = context.inputs.slice(0, mostInputs);
    const percent = (step: number) =>
      (100 * Math.max(0, Math.min(step - context.from, context.steps))) / context.steps;
    const matched = `left: ${percent(range.from)}%; width: ${percent(range.to) - percent(range.from)}%`;
    const last = context.from + context.steps - 1;
    return html`
      <div
        class="plots"
        role="img"
        aria-label=${`${plural(context.shown, 'unit')}${inputs.length > 0 ? ` and ${inputs.map(({ name }) => name).join(', ')}` : ''}, steps ${context.from} to ${last}; the match is marked`}
      >
        <canvas width=${context.steps} height=${context.shown} .style=${`height: ${height}px`}></canvas>
        ${inputs.map(({ values }) => curve(values))}
        <div class="matched" .style=${matched}></div>
      </div>
      <div class="names quiet">
        <span .style=${`height: ${height}px; line-height: ${Math.min(height, 18)}px`}
          >${context.shown === 1 ? `unit ${this.units[0]?.unit}` : plural(context.shown, 'unit')}</span
        >
        ${inputs.map(({ name, values }) => html`<span title=${`${name}: ${extent(values)}`}>${name} ${extent(values)}</span>`)}
        ${context.inputs.length > mostInputs ? html`<span>and ${plural(context.inputs.length - mostInputs, 'input')} more</span>` : nothing}
      </div>
    `;
  }

  protected override updated(): void {
    const { context } = this.match;
    const drawing = this.canvas.getContext('2d');
    if (!drawing || context.steps === 0 || context.shown === 0) {
      return;
    }
    const { colours, nonFinite } = themePalette('diverging');
    const pixels = new Uint32Array(context.steps * context.shown);
    for (let t = 0; t < context.steps; t++) {
      for (let i = 0; i < context.shown; i++) {
        const value = context.values[t * context.shown + i] / this.peak;
        pixels[i * context.steps + t] = Number.isFinite(value)
          ? colours[paletteIndex(Math.max(-1, Math.min(1, value)))]
          : nonFinite;
      }
    }
    const bytes = new Uint8ClampedArray(pixels.buffer);
    drawing.putImageData(new ImageData(bytes, context.steps, context.shown), 0, 0);
  }

  /** Height of a row in pixels. */
  private get rowHeight(): number {
    return this.match.context.shown > 12 ? 4 : this.match.context.shown > 3 ? 6 : 10;
  }
}

/** Renders a curve scaled from its lowest to its highest value. */
function curve(values: Float32Array): TemplateResult {
  const [low, high] = ends(values);
  const y = (value: number) => (high > low ? 1 - (value - low) / (high - low) : 0.5) * (curveHeight - 2) + 1;
  const points = Array.from(values, (value, t) => (Number.isFinite(value) ? `${t + 0.5},${y(value)}` : ''));
  return html`<svg viewBox="0 0 ${values.length} ${curveHeight}" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<polyline points=${points.join(' ')}></polyline>`}
  </svg>`;
}

function extent(values: Float32Array): string {
  const [low, high] = ends(values);
  return low === high ? number(low, 3) : `${number(low, 3)} to ${number(high, 3)}`;
}

function ends(values: Float32Array): readonly [low: number, high: number] {
  const finite = values.filter(Number.isFinite);
  return [Math.min(...finite), Math.max(...finite)];
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-match-strip': MatchStrip;
  }
}
