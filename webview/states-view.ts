/** `<unroll-states-view>`: h and c over time, and under them what went in and what came out. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { exact, number, plural } from './format';
import { memoize } from './memoize';
import type { Place, TooltipLine } from './plot';
import { type StepTensor, stepTensor, targetClass, topClass, unscaled } from './probe';
import { unitInterval } from './scale';
import type { Series } from './series-plot';
import { shownLayer, shownProbe } from './state';
import { type Store, Watch } from './store';
import { shared } from './styles';
import {
  columnRange,
  extremesOf,
  inputLines,
  linearScale,
  plotHeight,
  readout,
  readoutStyles,
  stepLines,
  type TimeContext,
  timeAxis,
  timeHeatmap,
} from './timePlots';

/** Up to so many signals are drawn as lines, more as a heatmap. */
const mostLines = 4;

/** Column `index` of a tensor, in raw units, by `offset/scale`. */
const columnsOf = memoize((_: StepTensor) => new Map<string, Float64Array>());

@customElement('unroll-states-view')
export class StatesView extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ trace, view, run }) => [
    trace,
    run?.record.signals,
    view.cursor,
    view.range,
    view.probe,
    view.layer,
  ]);

  static override styles = [shared, readoutStyles];

  protected override render(): TemplateResult {
    const { state } = this.store;
    const probe = shownProbe(state);
    const layer = shownLayer(state);
    if (!probe || !layer || !state.run) {
      return html`<p class="empty">
        States appear with the first trace, before the first update of the weights.
      </p>`;
    }
    const context: TimeContext = { state, probe, signals: state.run.record.signals };
    const h = stepTensor(probe, `${layer.name}.h`);
    const c = stepTensor(probe, `${layer.name}.c`);
    const steps = h?.steps ?? 0;
    return html`
      ${this.renderReadout(context, h, c)}
      ${h ? this.renderState(context, h, 'Hidden state', 'h') : nothing}
      ${c ? this.renderState(context, c, 'Cell state', 'c') : nothing}
      ${this.renderInput(context, steps)} ${this.renderOutput(context, steps)} ${timeAxis(context, steps)}
    `;
  }

  private renderReadout(context: TimeContext, h: StepTensor | undefined, c: StepTensor | undefined) {
    const { cursor } = context.state.view;
    if (!cursor || !h || cursor.step >= h.steps) {
      return readout([], 'Point at a plot to read its values; click to hold the cursor, drag to zoom.');
    }
    const { step, unit } = cursor;
    const at = ({ values, size }: StepTensor) =>
      unit !== null && unit < size ? number(values[step * size + unit]) : '';
    const items: TooltipLine[] = [...stepLines(context, step)];
    if (unit !== null && unit < h.size) {
      items.push(['unit', String(unit)], ['h', at(h)], ...(c ? [['c', at(c)] as const] : []));
    }
    return readout([...items, ...inputLines(context, step), ...this.outputWords(context, step)], '');
  }

  private renderState(context: TimeContext, tensor: StepTensor, title: string, symbol: string) {
    const { low, high } = extremesOf(tensor);
    return html`
      <div class="title">
        <h3>${title} ${symbol}</h3>
        <span class="quiet">${plural(tensor.size, 'unit')}, ${number(low)} to ${number(high)}</span>
      </div>
      ${timeHeatmap(context, {
        tensor,
        symbol,
        title: `${title} ${symbol}`,
        scale: linearScale(tensor),
        height: plotHeight(tensor.size, 6, 48, 208),
        units: true,
      })}
    `;
  }

  private renderInput(context: TimeContext, steps: number) {
    const x = stepTensor(context.probe, 'x');
    if (!x || x.size === 0) {
      return nothing;
    }
    const { signals } = context;
    const sameAxis = x.steps === steps;
    const title = html`<div class="title">
      <h3>Input x</h3>
      <span class="quiet"
        >${plural(x.size, 'feature')}${x.size > mostLines ? ', as fed' : ''}${sameAxis ? '' : `, ${plural(x.steps, 'step')} of its own`}</span
      >
    </div>`;
    if (x.size > mostLines) {
      return html`${title}
      ${timeHeatmap(context, {
        tensor: x,
        symbol: 'fed',
        title: 'Input x',
        scale: linearScale(x),
        height: plotHeight(x.size, 4, 32, 112),
        units: false,
        rowNames: signals.inputs,
      })}`;
    }
    return html`${title}
    ${Array.from({ length: x.size }, (_, index) => {
      const name = signals.inputs[index] ?? `input ${index}`;
      const values = rawColumn(x, index, signals.inputScaling[index]);
      return this.renderLines(context, `x.${index}`, name, [
        { label: name, values, colour: 'charts-purple', as: 'line' },
      ]);
    })}`;
  }

  private renderOutput(context: TimeContext, steps: number) {
    const { probe, signals } = context;
    const y = stepTensor(probe, 'y');
    const loss = stepTensor(probe, 'loss');
    if (!y || y.size === 0) {
      return nothing;
    }
    const target = stepTensor(probe, 'target');
    const classes = signals.targetKind === 'classes';
    const own = y.steps === steps ? '' : `, ${plural(y.steps, 'step')} of its own`;
    return html`
      <div class="title">
        <h3>Output y</h3>
        <span class="quiet">${classes ? `probability of ${plural(y.size, 'class').replace('classs', 'classes')}` : 'and target'}${own}</span>
      </div>
      ${
        y.size > mostLines || classes
          ? timeHeatmap(context, {
              tensor: y,
              symbol: 'y',
              title: 'Output y',
              scale: signals.targetKind === 'values' ? linearScale(y) : unitInterval,
              height: plotHeight(y.size, 4, 32, 112),
              units: false,
              rowNames: signals.outputs,
            })
          : Array.from({ length: y.size }, (_, index) => {
              const name = signals.outputs[index] ?? `output ${index}`;
              const scaling = signals.outputScaling[index];
              const series: Series[] = [
                { label: 'y', values: rawColumn(y, index, scaling), colour: 'charts-blue', as: 'line' },
              ];
              if (target && target.size === y.size) {
                const values = rawColumn(target, index, scaling);
                series.push({ label: 'target', values, colour: 'charts-orange', as: 'dots' });
              }
              return this.renderLines(context, `y.${index}`, name, series);
            })
      }
      ${
        loss && loss.size === 1 && loss.steps > 1 && extremesOf(loss).high > 0
          ? this.renderLines(context, 'loss', 'loss of each step', [
              { label: 'loss', values: rawColumn(loss, 0, undefined), colour: 'charts-red', as: 'line' },
            ])
          : nothing
      }
    `;
  }

  private renderLines(context: TimeContext, key: string, caption: string, series: readonly Series[]) {
    const { cursor } = context.state.view;
    return html`<unroll-series
      data-name=${key}
      .caption=${caption}
      .series=${series}
      .height=${44}
      .range=${columnRange(context.state)}
      .cursor=${cursor ? { column: cursor.step, row: null } : null}
      .label=${`${caption} over ${plural(series[0].values.length, 'step')}`}
      .describe=${({ column }: Place): readonly TooltipLine[] => [
        ...stepLines(context, column),
        ...series.flatMap(({ label, values }): TooltipLine[] =>
          Number.isNaN(values[column]) ? [] : [[label, exact(Math.fround(values[column]))]],
        ),
      ]}
    ></unroll-series>`;
  }

  /** Prediction against target at a step, in the data's own units or as classes. */
  private outputWords({ probe, signals }: TimeContext, step: number): readonly TooltipLine[] {
    const y = stepTensor(probe, 'y');
    if (!y || step >= y.steps) {
      return [];
    }
    const target = stepTensor(probe, 'target');
    if (signals.targetKind === 'classes') {
      const nameOf = (index: number) => signals.outputs[index] ?? `class ${index}`;
      const top = topClass(y, step);
      const wanted = target ? targetClass(target, step) : -1;
      const predicted: TooltipLine = [
        'predicted',
        `${nameOf(top)} (${number(y.values[step * y.size + top], 3)})`,
      ];
      return wanted < 0
        ? [predicted]
        : [predicted, ['target', `${nameOf(wanted)} (${number(y.values[step * y.size + wanted], 3)})`]];
    }
    return Array.from({ length: Math.min(2, y.size) }, (_, index): TooltipLine => {
      const scaling = signals.outputScaling[index];
      const predicted = number(unscaled(y.values[step * y.size + index], scaling));
      const aim = target && step < target.steps ? target.values[step * target.size + index] : Number.NaN;
      const name = signals.outputs[index] ?? `output ${index}`;
      return [
        name,
        Number.isNaN(aim) ? predicted : `${predicted} (target ${number(unscaled(aim, scaling))})`,
      ];
    });
  }
}

function rawColumn(
  tensor: StepTensor,
  index: number,
  scaling: { offset: number; scale: number } | undefined,
): Float64Array {
  const known = columnsOf(tensor);
  const key = `${index} ${scaling?.offset} ${scaling?.scale}`;
  let column = known.get(key);
  if (!column) {
    column = Float64Array.from({ length: tensor.steps }, (_, step) =>
      unscaled(tensor.values[step * tensor.size + index], scaling),
    );
    known.set(key, column);
  }
  return column;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-states-view': StatesView;
  }
}
