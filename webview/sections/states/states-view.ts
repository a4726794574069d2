/** `<unroll-states-view>`: h and c over time, and the input and output below them. */
import { html, noChange, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { exact } from '../../../src/notation/decimals';
import { number, plural } from '../../../src/notation/numbers';
import { tensorName } from '../../../src/notation/tensorNames';
import type { SnapshotTensor } from '../../../src/protocol/panel';
import type { Waiter } from '../../base/scheduler';
import type { Place } from '../../drawing/matrix';
import { unitInterval } from '../../drawing/scale';
import type { Series } from '../../plots/series-plot';
import { missingOfLayer } from '../../state/missingTensors';
import type { State } from '../../state/state';
import { layersOf, type StepTensor, stepTensor, targetClass, topClass } from '../../state/traceTensors';
import type { TooltipLine } from '../../ui/tooltip';
import { rawColumn, rawValue } from '../common/rawColumn';
import { isText } from '../common/textCells';
import {
  columnRange,
  curveFacts,
  extremesOf,
  inputLines,
  linearScale,
  plotHeight,
  readout,
  stepLines,
  type TimeContext,
  timeAxis,
  timeHeatmap,
} from '../common/timePlots';
import { TraceView } from '../common/traceView';
import './text-view';

/** Maximum number of signals drawn as lines; more are drawn as a heatmap. */
const mostLines = 4;

/** Tensors of the sequence that are drawn under the states. */
const sequence: ReadonlySet<string> = new Set(['y', 'target', 'loss']);

@customElement('unroll-states-view')
export class StatesView extends TraceView {
  protected override readonly subject = 'States appear';

  protected override follows({ run, order, view }: State): readonly unknown[] {
    return [run?.record.signals, order, view.textOf];
  }

  protected override missing(state: State): readonly SnapshotTensor[] {
    return missingOfLayer(state, { layer: /^[hc]$/, sequence });
  }

  protected override renderTrace(context: TimeContext): TemplateResult {
    const { probe, layer } = context;
    const h = stepTensor(probe, tensorName(layer.name, 'h'));
    const c = stepTensor(probe, tensorName(layer.name, 'c'));
    const steps = h?.steps ?? 0;
    const read = !layer.decoder && h && h.steps === probe.stepLabels.length && isText(probe.stepLabels);
    return html`
      ${read ? html`<unroll-text-view .store=${this.store} .context=${context} .h=${h} .c=${c}></unroll-text-view>` : nothing}
      ${this.renderReadout(context, h, c)}
      ${h ? this.renderState(context, h, 'Hidden state', 'h') : nothing}
      ${c ? this.renderState(context, c, 'Cell state', 'c') : nothing}
      ${this.renderInput(context)} ${this.renderOutput(context, steps)} ${timeAxis(context, steps)}
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
    return readout([...items, ...this.outputText(context, step), ...inputLines(context, step)], '');
  }

  private renderState(context: TimeContext, tensor: StepTensor, title: string, symbol: string) {
    const known = extremesOf(tensor, context.waiter);
    return html`
      <div class="title">
        <h3>${title} ${symbol}</h3>
        <span class="quiet"
          >${known ? `${plural(tensor.size, 'unit')}, ${number(known.low)} to ${number(known.high)}` : noChange}</span
        >
      </div>
      ${timeHeatmap(context, {
        tensor,
        symbol,
        title: `${title} ${symbol}`,
        scale: linearScale(tensor, context.waiter),
        height: plotHeight(tensor.size, 6, 48, 208),
        units: true,
      })}
    `;
  }

  private renderInput(context: TimeContext) {
    const { input } = context;
    if (!input) {
      return nothing;
    }
    const { tensor, names, scaling } = input;
    const many = tensor.size > mostLines;
    return html`
      <div class="title">
        <h3>Input x</h3>
        <span class="quiet">${plural(tensor.size, 'feature')}${many ? ', as fed' : ''}</span>
      </div>
      ${
        many
          ? timeHeatmap(context, {
              tensor,
              symbol: 'fed',
              title: 'Input x',
              scale: isShare(tensor, context.waiter) ? unitInterval : linearScale(tensor, context.waiter),
              height: plotHeight(tensor.size, 4, 32, 112),
              units: false,
              rowNames: names,
            })
          : Array.from({ length: tensor.size }, (_, index) => {
              const label = names[index] ?? `feature ${index}`;
              const values = rawColumn(tensor, index, scaling[index]);
              return this.renderLines(context, `x.${index}`, [
                { label, values, colour: 'charts-purple', as: 'line' },
              ]);
            })
      }
    `;
  }

  private renderOutput(context: TimeContext, steps: number) {
    const { probe, signals } = context;
    const y = stepTensor(probe, 'y');
    const loss = stepTensor(probe, 'loss');
    // An encoder's steps are not those of the output; choosing a decoder's layer shows it.
    const elsewhere = !context.layer.decoder && layersOf(probe).some(({ decoder }) => decoder);
    if (!y || y.size === 0 || y.steps !== steps || elsewhere) {
      return nothing;
    }
    const target = stepTensor(probe, 'target');
    const classes = signals.targetKind === 'classes';
    return html`
      <div class="title">
        <h3>Output y</h3>
        <span class="quiet">${classes ? `probability of each of ${y.size} classes` : 'and target'}</span>
      </div>
      ${
        y.size > mostLines || classes
          ? timeHeatmap(context, {
              tensor: y,
              symbol: 'y',
              title: 'Output y',
              scale: signals.targetKind === 'values' ? linearScale(y, context.waiter) : unitInterval,
              height: plotHeight(y.size, 4, 32, 112),
              units: false,
              rowNames: signals.outputs,
            })
          : Array.from({ length: y.size }, (_, index) => {
              const name = signals.outputs[index] ?? `output ${index}`;
              const scaling = signals.outputScaling[index];
              const series: Series[] = [
                { label: name, values: rawColumn(y, index, scaling), colour: 'charts-blue', as: 'line' },
              ];
              if (target && target.size === y.size) {
                const values = rawColumn(target, index, scaling);
                series.push({ label: 'target', values, colour: 'charts-yellow', as: 'dots' });
              }
              return this.renderLines(context, `y.${index}`, series);
            })
      }
      ${
        loss && loss.size === 1 && loss.steps > 1 && (extremesOf(loss, context.waiter)?.high ?? 0) > 0
          ? this.renderLines(context, 'loss', [
              { label: 'step loss', values: rawColumn(loss, 0, undefined), colour: 'charts-red', as: 'line' },
            ])
          : nothing
      }
    `;
  }

  private renderLines(context: TimeContext, key: string, series: readonly Series[]) {
    const { cursor } = context.state.view;
    return html`<unroll-series-plot
      data-name=${key}
      .series=${series}
      .height=${44}
      .range=${columnRange(context.state)}
      .cursor=${cursor ? { column: cursor.step, row: null } : null}
      .facts=${curveFacts(context, { series })}
      .label=${`${series.map(({ label }) => label).join(' and ')} over ${plural(series[0].values.length, 'step')}`}
      .describe=${({ column }: Place): readonly TooltipLine[] => [
        ...stepLines(context, column),
        ...series.flatMap(({ label, values }): TooltipLine[] =>
          Number.isNaN(values[column]) ? [] : [[label, exact(Math.fround(values[column]))]],
        ),
      ]}
    ></unroll-series-plot>`;
  }

  /** Returns prediction and target at a step, in the data's own units or as classes. */
  private outputText({ probe, signals }: TimeContext, step: number): readonly TooltipLine[] {
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
      const predicted = number(rawValue(y.values[step * y.size + index], scaling));
      const aim = target && step < target.steps ? target.values[step * target.size + index] : Number.NaN;
      const name = signals.outputs[index] ?? `output ${index}`;
      return [
        name,
        Number.isNaN(aim) ? predicted : `${predicted} (target ${number(rawValue(aim, scaling))})`,
      ];
    });
  }
}

/** Whether all values lie in 0 … 1, as one-hot characters do. */
function isShare(tensor: StepTensor, waiter: Waiter): boolean {
  const known = extremesOf(tensor, waiter);
  return known !== undefined && known.low >= 0 && known.high <= 1;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-states-view': StatesView;
  }
}
