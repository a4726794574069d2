/**
 * `<unroll-gradient-view>`: how the gradient flows back through time: a sentence, a curve, and a heatmap of
 * the units.
 */
import { css, html, noChange, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { exact } from '../../../src/notation/decimals';
import { number, plural } from '../../../src/notation/numbers';
import { tensorName } from '../../../src/notation/tensorNames';
import type { SnapshotTensor } from '../../../src/protocol/panel';
import { memoize } from '../../base/memoize';
import { memoizeSliced } from '../../base/scheduler';
import type { Band } from '../../drawing/matrix';
import type { Series } from '../../plots/series-plot';
import { gradientBands } from '../../state/findings';
import { missingOfLayer } from '../../state/missingTensors';
import type { State } from '../../state/state';
import { type StepTensor, stepTensor } from '../../state/traceTensors';
import type { TooltipLine } from '../../ui/tooltip';
import { coverage, exponentList, exponentSentence } from '../common/analysisText';
import { flowSentence } from '../common/flow';
import { AskWhenSeen, type ShownAnalysis, shownAnalysis } from '../common/layerAnalysis';
import { stepNorms } from '../common/stepFacts';
import {
  linearScale,
  logScale,
  plotHeight,
  readout,
  stepLines,
  type TimeContext,
  timeAxis,
  timeHeatmap,
  timeSeries,
} from '../common/timePlots';
import { TraceView } from '../common/traceView';
import { creditCaption, creditMap } from './creditMap';
import { stepPlots } from './stepPlots';
import './product-plot';
import '../../ui/segments';

const normsOf = memoizeSliced(stepNorms);
const sentences = {
  forward: memoize((norms: Float64Array) => flowSentence(norms)),
  backward: memoize((norms: Float64Array) => flowSentence(norms, { backward: true })),
};

@customElement('unroll-gradient-view')
export class GradientView extends TraceView {
  protected override readonly subject = 'Gradient flow appears';
  protected readonly asking = new AskWhenSeen(this, this.visibility);

  static override styles = [
    ...TraceView.styles,
    css`
      .flow {
        padding-left: var(--gutter-left);
        margin-bottom: 6px;
        line-height: 1.5;
        max-width: 80ch;
      }
      .numbers {
        font-size: 0.92em;
      }
    `,
  ];

  protected override follows({ run, order, analysed, diagnosis, view }: State): readonly unknown[] {
    return [run, order, analysed, diagnosis, view.gradientScale, view.creditOf];
  }

  protected override missing(state: State): readonly SnapshotTensor[] {
    return missingOfLayer(state, { layer: /^grad\./ });
  }

  protected override renderTrace(context: TimeContext): TemplateResult {
    const { probe, layer, state } = context;
    const h = stepTensor(probe, tensorName(layer.name, 'grad.h'));
    const c = stepTensor(probe, tensorName(layer.name, 'grad.c'));
    if (!h) {
      return html`<p class="empty">This trace holds no gradients.</p>`;
    }
    const bands = gradientBands(state.diagnosis, layer.name);
    const shown = shownAnalysis(state);
    const norms = normsOf(h, this.visibility);
    return html`
      <p class="flow">${norms ? sentences[layer.backward ? 'backward' : 'forward'](norms) : noChange}</p>
      ${this.renderReadout(context, h, c)}
      <div class="title">
        <h3>Gradient flow</h3>
        <span class="quiet">norm of the loss gradient at each step, log scale</span>
      </div>
      ${this.renderFlow(context, layer.backward, bands, h, c)} ${this.renderMap(context, h, 'h', bands)}
      ${c ? this.renderMap(context, c, 'c', bands) : nothing} ${this.renderOverTime(context, shown, bands)}
      ${timeAxis(context, h.steps)} ${this.renderTogether(shown)}
    `;
  }

  private renderFlow(
    context: TimeContext,
    backward: boolean,
    bands: readonly Band[],
    h: StepTensor,
    c: StepTensor | undefined,
  ): TemplateResult {
    const [ofH, ofC] = [normsOf(h, this.visibility), c && normsOf(c, this.visibility)];
    const ready = ofH && (ofC || !c);
    return timeSeries(context, {
      name: `${h.name}.norm`,
      title: 'Gradient flow',
      series: ready ? flowSeries(ofH, ofC) : undefined,
      scale: 'log',
      height: 132,
      bands,
      label: `Norm of the gradient at each of ${plural(h.steps, 'step')}, log scale. ${ofH ? sentences[backward ? 'backward' : 'forward'](ofH) : ''}`,
    });
  }

  private renderMap(
    context: TimeContext,
    tensor: StepTensor,
    of: 'h' | 'c',
    bands: readonly Band[],
  ): TemplateResult {
    const log = context.state.view.gradientScale === 'log';
    return html`
      <div class="title">
        <h3>∂L/∂${of}</h3>
        <span class="quiet">unit by unit, ${log ? 'log scale on both sides of zero' : 'linear scale'}</span>
      </div>
      ${timeHeatmap(context, {
        tensor,
        symbol: `∂L/∂${of}`,
        title: `Gradient of the loss by ${of}`,
        scale: log ? logScale(tensor, this.visibility) : linearScale(tensor, this.visibility),
        height: plotHeight(tensor.size, 4, 40, 144),
        units: true,
        bands,
      })}
    `;
  }

  /** Renders the parts of the analysis that share the time axis. */
  private renderOverTime(context: TimeContext, shown: ShownAnalysis, bands: readonly Band[]) {
    if (shown.state !== 'ready') {
      return html`<div class="title"><h3>Credit and Jacobians</h3></div>
        <p class="note quiet" role="status">
          ${shown.state === 'computing' ? 'Computing credit, Jacobians and Lyapunov exponents of this layer.' : shown.why}
        </p>`;
    }
    const { analysis } = shown;
    const kind = context.state.view.creditOf === 'inputs' ? 'inputs' : 'credit';
    return html`<div class="title">
        <h3>Credit</h3>
        <unroll-segments
          .label=${'Credit of'}
          .segments=${[
            {
              value: 'credit',
              label: '∂Lₜ/∂h',
              title: 'How much of each target step’s loss is owed to each earlier state',
            },
            {
              value: 'inputs',
              label: '∂yₜ/∂x',
              title: 'How much each target step’s output depends on each input',
            },
          ]}
          .value=${kind}
          .choose=${(value: string) => this.store.choose({ creditOf: value === 'inputs' ? 'inputs' : 'credit' })}
        ></unroll-segments>
        <span class="quiet">${creditCaption(analysis, kind)}${shown.outdated ? `, after ${analysis.update} updates: computing anew` : ''}</span>
      </div>
      ${creditMap(context, analysis, kind, bands)} ${stepPlots(context, analysis, bands)}`;
  }

  /** Renders the joint effect of several steps: against the distance, and in the long run. */
  private renderTogether(shown: ShownAnalysis) {
    if (shown.state !== 'ready') {
      return nothing;
    }
    const { analysis } = shown;
    const { products, exponents } = analysis;
    const title = html`<h3>Several steps back</h3>`;
    return html`
      ${
        'why' in products
          ? html`<div class="title">${title}</div>
              <p class="note quiet">${products.why}</p>`
          : html`<div class="title">
                ${title}<span class="quiet"
                  >norm of the product of Jacobians against the distance d, log scale, line at 1</span
                >
              </div>
              <unroll-product-plot .products=${products}></unroll-product-plot>`
      }
      <div class="title">
        <h3>Lyapunov exponents</h3>
        <span class="quiet"
          >${['why' in exponents ? '' : 'mean growth of small changes, ln per step', coverage(analysis)].filter((part) => part !== '').join(', ')}</span
        >
      </div>
      ${
        'why' in exponents
          ? html`<p class="note quiet">${exponents.why}</p>`
          : html`<p class="note" data-reading=${exponents.reading}>${exponentSentence(exponents)}</p>
              <p class="note numbers"><span class="quiet">λ</span> ${exponentList(exponents)}</p>`
      }
    `;
  }

  private renderReadout(context: TimeContext, h: StepTensor, c: StepTensor | undefined): TemplateResult {
    const { cursor } = context.state.view;
    if (!cursor || cursor.step >= h.steps) {
      return readout([], 'Point at a plot to read its values.');
    }
    const { step, unit } = cursor;
    const norm = (tensor: StepTensor) => number(normsOf(tensor, this.visibility)?.[step] ?? Number.NaN);
    const items: TooltipLine[] = [...stepLines(context, step), ['‖∂L/∂h‖', norm(h)]];
    if (c) {
      items.push(['‖∂L/∂c‖', norm(c)]);
    }
    if (unit !== null && unit < h.size) {
      items.push(['unit', String(unit)], ['∂L/∂h', exact(h.values[step * h.size + unit])]);
      if (c) {
        items.push(['∂L/∂c', exact(c.values[step * c.size + unit])]);
      }
    }
    return readout(items, '');
  }
}

function flowSeries(ofH: Float64Array, ofC: Float64Array | undefined): readonly Series[] {
  const series: Series[] = [{ label: '‖∂L/∂h‖', values: ofH, colour: 'charts-blue', as: 'line' }];
  return ofC ? [...series, { label: '‖∂L/∂c‖', values: ofC, colour: 'charts-yellow', as: 'line' }] : series;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-gradient-view': GradientView;
  }
}
