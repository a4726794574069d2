/**
 * `<unroll-weights-view>`: a recurrent weight block, its eigenvalues and their meaning, and how each weight
 * moves them.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Spectrum } from '../../../src/analysis/spectrum/spectrum';
import { exact } from '../../../src/notation/decimals';
import { pace } from '../../../src/notation/durations';
import { complex, number, signed } from '../../../src/notation/numbers';
import { parseWeightName } from '../../../src/notation/tensorNames';
import type { WeightBlock } from '../../../src/protocol/panel';
import { memoize } from '../../base/memoize';
import { Visibility } from '../../base/visibility';
import type { Place } from '../../drawing/matrix';
import { squareMatrix } from '../../drawing/matrix';
import { extremes, symmetricOf } from '../../drawing/scale';
import type { FigureInfo } from '../../export/figure';
import { missingBlock } from '../../state/missingTensors';
import { selectedUnit, shownBlock, shownLayer } from '../../state/shown';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { shared } from '../../ui/styles';
import type { TooltipLine } from '../../ui/tooltip';
import { readout, readoutStyles } from '../common/timePlots';
import {
  leadingModes,
  leadingParts,
  modulusSensitivities,
  modulusSensitivity,
  turnOf,
  warnings,
} from './spectrumText';
import { weightsStyles } from './weightsStyles';
import '../../plots/heatmap';
import './spectrum-plot';

const matrixOf = memoize(({ values, size }: WeightBlock) => {
  if (!values) {
    return null;
  }
  const range = extremes(values);
  return { matrix: squareMatrix(values, size), scale: symmetricOf(range), range };
});
const sensitivityOf = memoize((spectrum: Spectrum) => {
  const values = modulusSensitivities(spectrum);
  const range = extremes(values);
  return { matrix: squareMatrix(values, spectrum.size), scale: symmetricOf(range), range };
});

@customElement('unroll-weights-view')
export class WeightsView extends LitElement {
  @property({ attribute: false }) store!: Store;
  @state() private weight: Place | null = null;
  @state() private width = 500;
  private readonly visibility = new Visibility(this);
  protected readonly watch = new Watch(
    this,
    (now) => [
      now.weights,
      now.spectra,
      now.trails,
      now.view.block,
      now.view.weightsShow,
      now.view.collapsed,
      now.view.layer,
      selectedUnit(now),
    ],
    { missing: missingBlock, visibility: this.visibility },
  );
  /** Run, update and block of the last request. */
  private asked = '';
  private readonly resize = new ResizeObserver(([entry]) => {
    this.width = entry.contentRect.width;
  });

  static override styles = [shared, readoutStyles, weightsStyles];

  constructor() {
    super();
    this.visibility.onLook(() => {
      if (this.visibility.seen) {
        this.askForSpectrum();
      }
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.size === 0) {
      // Other weights, or another layout of the page, so visibility is checked anew.
      this.visibility.look();
    }
  }

  protected override render(): TemplateResult {
    const { state } = this.store;
    const block = shownBlock(state);
    if (!block) {
      return html`<p class="empty">Weights appear with the first checkpoint of a run.</p>`;
    }
    const spectrum = state.spectra.get(block.name)?.spectrum;
    return html`<div class=${this.stacked ? 'narrow' : ''}>
      ${this.renderReadout(block, spectrum)}
      <div class="columns">
        ${this.renderMatrix(block, spectrum)}
        <div class="facts">${spectrum ? this.renderFacts(spectrum) : html`<p class="quiet">Computing eigenvalues.</p>`}</div>
      </div>
    </div>`;
  }

  private get stacked(): boolean {
    return this.width < 760;
  }

  /** Requests the spectrum of the visible block only, because it takes the host up to half a second. */
  private askForSpectrum(): void {
    const { weights, spectra, run } = this.store.state;
    const block = shownBlock(this.store.state);
    if (!block?.values || !weights) {
      return;
    }
    const wanted = [run?.folder, weights.update, block.name].join(' ');
    if (wanted !== this.asked && spectra.get(block.name)?.update !== weights.update) {
      this.asked = wanted;
      this.store.post({ type: 'askSpectrum', update: weights.update, block: block.name });
    }
  }

  private renderMatrix(block: WeightBlock, spectrum: Spectrum | undefined): TemplateResult {
    const sensitivity = this.store.state.view.weightsShow === 'sensitivity' && spectrum;
    const shown = sensitivity ? sensitivityOf(spectrum) : matrixOf(block);
    if (!shown) {
      return html`<p class="quiet">Reading the weights.</p>`;
    }
    const { matrix, scale, range } = shown;
    // The square is as large as both gutters, and the facts where they stand beside it, allow.
    const gutters = 130;
    const room = this.width - gutters - (this.stacked ? 0 : 340);
    const side = Math.round(Math.min(420, Math.max(140, room)));
    const what = sensitivity ? 'd|λ₁|/dw of' : 'Weights of';
    return html`<unroll-heatmap
      data-name=${block.name}
      .style=${`--plot-width: ${side}px`}
      .matrix=${matrix}
      .scale=${scale}
      .height=${side}
      .zoomable=${false}
      .cursor=${this.weight}
      .markedRow=${this.unit}
      .markedColumn=${this.unit}
      .label=${`${what} ${block.label}, ${block.size} × ${block.size}, ${number(range.low)} to ${number(range.high)}; row i: unit it feeds, column j: unit it comes from`}
      .facts=${
        {
          title: `${what} ${block.label}`,
          across: 'column',
          labels: [],
          down: 'row',
          rowName: (column) => `w[·, ${column}]`,
          upright: true,
          tensor: sensitivity
            ? undefined
            : { update: this.store.state.weights?.update ?? 0, probe: null, name: block.name },
        } satisfies FigureInfo
      }
      .describe=${(place: Place) => describeWeight(block, spectrum, place)}
      @plot-cursor=${(event: CustomEvent<Place>) => {
        event.stopPropagation();
        this.weight = event.detail;
      }}
      @plot-pin=${(event: Event) => event.stopPropagation()}
      @plot-range=${(event: Event) => event.stopPropagation()}
    ></unroll-heatmap>`;
  }

  /** The selected unit, where the block belongs to its layer. */
  private get unit(): number | null {
    const { state } = this.store;
    const block = shownBlock(state);
    const layer = shownLayer(state);
    return block && layer && parseWeightName(block.name)?.layer === layer.name ? selectedUnit(state) : null;
  }

  private renderUnit(spectrum: Spectrum) {
    const { unit } = this;
    const parts = unit === null ? [] : leadingParts(spectrum, unit, 3);
    return parts.length === 0
      ? nothing
      : html`<p class="caption" data-fact="participation">
          Unit ${unit} takes part in
          ${parts.map(({ re, im, part }) => `${im > 0 ? `${number(re, 3)} ± ${number(im, 3)}i` : number(re, 3)} (${number(part, 2)})`).join(', ')}
        </p>`;
  }

  private renderReadout(block: WeightBlock, spectrum: Spectrum | undefined): TemplateResult {
    const hint = 'Point at a weight: row i is the unit it feeds, column j the unit it comes from.';
    const { weight } = this;
    const there = weight && weight.column < block.size && (weight.row ?? 0) < block.size;
    return readout(there ? weightLines(block, spectrum, weight).slice(0, 3) : [], hint);
  }

  private renderFacts(spectrum: Spectrum): TemplateResult {
    const modes = leadingModes(spectrum, 6);
    const [leading] = modes;
    return html`
      <unroll-spectrum-plot .facts=${{ title: `Eigenvalues of ${shownBlock(this.store.state)?.label ?? spectrum.name}`, across: 'Re', labels: [] }} .spectrum=${spectrum} .unit=${this.unit} .trail=${this.store.state.trails.get(spectrum.name)}></unroll-spectrum-plot>
      ${(this.store.state.trails.get(spectrum.name)?.size ?? 0) > 1 ? html`<p class="caption quiet">Small dots: eigenvalues at other moments of the training, early ones fainter.</p>` : nothing}
      ${this.renderUnit(spectrum)}
      <dl>
        <dt title="ρ(W) = max |λ|">Spectral radius ρ</dt>
        <dd data-fact="spectralRadius">${number(spectrum.spectralRadius, 6)}</dd>
        <dt title="‖W‖₂">Largest singular value σ_max</dt>
        <dd data-fact="largestSingularValue">${number(spectrum.largestSingularValue, 6)}</dd>
        <dt title="P of W = PΛP⁻¹, with columns of unit length">cond(P), W = PΛP⁻¹</dt>
        <dd data-fact="conditionOfEigenvectors">${number(spectrum.conditionOfEigenvectors)}</dd>
        <dt title="Condition of the leading eigenvalue: ‖u‖‖v‖/|uᴴv|">Condition of λ₁</dt>
        <dd data-fact="leadingCondition">${number(spectrum.leadingCondition)}</dd>
        <dt title="Henrici: 0 for a normal matrix">Departure from normality</dt>
        <dd data-fact="departureFromNormality">${number(spectrum.departureFromNormality)}</dd>
      </dl>
      ${warnings(spectrum).map((sentence) => html`<p class="warning">${sentence}</p>`)}
      ${
        leading
          ? html`<p class="caption">
              Multiplied by W again and again, a gradient along the leading mode ${pace(Math.log(leading.modulus))}${
                turnOf(leading.re, leading.im) ? ` and ${turnOf(leading.re, leading.im)}` : ''
              }.
            </p>`
          : nothing
      }
      <table>
        <thead>
          <tr>
            <th>Leading eigenvalues</th>
            <th>|λ|</th>
            <th>A gradient</th>
          </tr>
        </thead>
        <tbody>
          ${modes.map(
            ({ re, im, pair, modulus }) => html`<tr>
              <td>${pair ? `${number(re)} ± ${number(im)}i` : number(re)}</td>
              <td>${number(modulus)}</td>
              <td>${pace(Math.log(modulus))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    `;
  }
}

function weightLines(
  block: WeightBlock,
  spectrum: Spectrum | undefined,
  { column, row }: Place,
): TooltipLine[] {
  const i = row ?? 0;
  const index = i * block.size + column;
  const lines: TooltipLine[] = [[`w[${i}, ${column}]`, exact(block.values?.[index] ?? Number.NaN)]];
  if (spectrum && spectrum.size === block.size) {
    const { re, im } = spectrum.leadingSensitivity;
    const change = modulusSensitivity(spectrum, index);
    lines.push(['∂λ₁/∂w', Number.isFinite(re[index]) ? complex(re[index], im[index]) : 'undefined']);
    lines.push(['d|λ₁|/dw', change === undefined ? 'undefined' : signed(change)]);
  }
  return lines;
}

function describeWeight(
  block: WeightBlock,
  spectrum: Spectrum | undefined,
  place: Place,
): readonly TooltipLine[] {
  const [weight, ...sensitivity] = weightLines(block, spectrum, place);
  const lines: TooltipLine[] = [
    weight,
    ['feeds unit', String(place.row)],
    ['comes from unit', String(place.column)],
    ...sensitivity,
  ];
  if (spectrum) {
    const [re, im] = spectrum.eigenvalues[0] ?? [0, 0];
    lines.push(
      ['λ₁', complex(re, im)],
      ['spectral radius', number(spectrum.spectralRadius)],
      ['σ_max', number(spectrum.largestSingularValue)],
      ['cond(P)', number(spectrum.conditionOfEigenvectors)],
      ['a gradient', pace(Math.log(spectrum.spectralRadius))],
    );
  }
  return lines;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-weights-view': WeightsView;
  }
}
