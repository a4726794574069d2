/** `<unroll-gradient-view>`: how the gradient flows back through time, in a sentence, a curve, and unit by unit. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { flowSentence, rowNorms } from './flow';
import { exact, number, plural } from './format';
import { memoize } from './memoize';
import { type StepTensor, stepTensor } from './probe';
import type { Place } from './raster';
import type { Series } from './series-plot';
import { type Store, Watch } from './store';
import { shared } from './styles';
import {
  columnRange,
  linearScale,
  logScale,
  plotHeight,
  readout,
  readoutStyles,
  stepLines,
  type TimeContext,
  timeAxis,
  timeContext,
  timeHeatmap,
} from './timePlots';
import type { TooltipLine } from './tooltip';

const norms = memoize(({ values, steps, size }: StepTensor) => rowNorms(values, steps, size));

@customElement('unroll-gradient-view')
export class GradientView extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ trace, view, run }) => [
    trace,
    run,
    view.cursor,
    view.range,
    view.probe,
    view.layer,
    view.gradientScale,
  ]);

  static override styles = [
    shared,
    readoutStyles,
    css`
      .flow {
        padding-left: var(--gutter-left);
        margin-bottom: 6px;
        line-height: 1.5;
        max-width: 80ch;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { state } = this.store;
    const context = timeContext(state);
    if (!context) {
      return html`<p class="empty">
        Gradient flow appears with the first trace, before the first update of the weights.
      </p>`;
    }
    const { probe, layer } = context;
    const h = stepTensor(probe, `${layer.name}.grad.h`);
    const c = stepTensor(probe, `${layer.name}.grad.c`);
    if (!h) {
      return html`<p class="empty">This trace holds no gradients.</p>`;
    }
    return html`
      <p class="flow">${flowSentence(norms(h), layer.backward)}</p>
      ${this.renderReadout(context, h, c)}
      <div class="title">
        <h3>Gradient flow</h3>
        <span class="quiet">norm of the loss gradient at each step, log scale</span>
      </div>
      ${this.renderFlow(context, layer.backward, h, c)} ${this.renderMap(context, h, 'h')}
      ${c ? this.renderMap(context, c, 'c') : nothing} ${timeAxis(context, h.steps)}
    `;
  }

  private renderFlow(
    context: TimeContext,
    backward: boolean,
    h: StepTensor,
    c: StepTensor | undefined,
  ): TemplateResult {
    const { cursor } = context.state.view;
    const series: Series[] = [{ label: '‖∂L/∂h‖', values: norms(h), colour: 'charts-blue', as: 'line' }];
    if (c) {
      series.push({ label: '‖∂L/∂c‖', values: norms(c), colour: 'charts-yellow', as: 'line' });
    }
    return html`<unroll-series
      data-name=${`${h.name}.norm`}
      .series=${series}
      .logarithmic=${true}
      .height=${132}
      .range=${columnRange(context.state)}
      .cursor=${cursor ? { column: cursor.step, row: null } : null}
      .label=${`Norm of the gradient at each of ${plural(h.steps, 'step')}, log scale. ${flowSentence(norms(h), backward)}`}
      .describe=${({ column }: Place): readonly TooltipLine[] => [
        ...stepLines(context, column),
        ...series.map(({ label, values }): TooltipLine => [label, number(values[column], 7)]),
      ]}
    ></unroll-series>`;
  }

  private renderMap(context: TimeContext, tensor: StepTensor, of: 'h' | 'c'): TemplateResult {
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
        scale: log ? logScale(tensor) : linearScale(tensor),
        height: plotHeight(tensor.size, 4, 40, 144),
        units: true,
      })}
    `;
  }

  private renderReadout(context: TimeContext, h: StepTensor, c: StepTensor | undefined): TemplateResult {
    const { cursor } = context.state.view;
    if (!cursor || cursor.step >= h.steps) {
      return readout([], 'Point at a plot to read its values.');
    }
    const { step, unit } = cursor;
    const items: TooltipLine[] = [...stepLines(context, step), ['‖∂L/∂h‖', number(norms(h)[step])]];
    if (c) {
      items.push(['‖∂L/∂c‖', number(norms(c)[step])]);
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

declare global {
  interface HTMLElementTagNameMap {
    'unroll-gradient-view': GradientView;
  }
}
