/**
 * `<unroll-what-if-view>`: the effect of a value changed in the debugger on all that follows, drawn over the
 * recorded values.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { number, plural } from '../../../src/notation/numbers';
import { tensorName } from '../../../src/notation/tensorNames';
import { memoizeSliced } from '../../base/scheduler';
import { Visibility } from '../../base/visibility';
import type { Series } from '../../plots/series-plot';
import { selectedUnit, shownLayer } from '../../state/shown';
import type { Store } from '../../state/store';
import { layersOf, type StepTensor } from '../../state/traceTensors';
import { Watch } from '../../state/watch';
import {
  difference,
  distanceSentence,
  meanLoss,
  missingOf,
  type Pair,
  type ShownWhatIf,
} from '../../state/whatIf';
import { shared } from '../../ui/styles';
import { rawColumn } from '../common/rawColumn';
import { stepNorms } from '../common/stepFacts';
import {
  linearScale,
  logScale,
  plotHeight,
  readoutStyles,
  type TimeContext,
  timeAxis,
  timeHeatmap,
  timeSeries,
} from '../common/timePlots';

/** Maximum number of outputs drawn as lines; more are drawn as a heatmap. */
const mostLines = 4;

const differenceOf = memoizeSliced(difference);
const normsOf = memoizeSliced(stepNorms);

@customElement('unroll-what-if-view')
export class WhatIfView extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ whatIf, run, order, view }) => [
    whatIf,
    run?.record.signals,
    order,
    view.cursor,
    view.range,
    view.layer,
    view.collapsed,
  ]);
  private readonly visibility = new Visibility(this);
  /** What-if and layer of the last request. */
  private asked = '';

  static override styles = [
    shared,
    readoutStyles,
    css`
      .said {
        padding-left: var(--gutter-left);
        margin-bottom: 6px;
        line-height: 1.5;
        max-width: 80ch;
      }
      .said ul {
        margin: 0;
        padding-left: 1.2em;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { whatIf: shown, run } = this.store.state;
    const layer = shown && layerOf(this.store, shown);
    if (!shown || !run || !layer) {
      return html``;
    }
    const { state } = this.store;
    const { signals } = run.record;
    const context: TimeContext = {
      state,
      signals,
      layer,
      probe: shown.changed,
      input: undefined,
      waiter: this.visibility,
    };
    const pair = (part: string) => shown.pairs.get(`${layer.name}.${part}`);
    const h = pair('h');
    const change = h && differenceOf(h, this.visibility);
    const distances = change && normsOf(change, this.visibility);
    return html`
      ${this.renderWords(shown, distances && distanceSentence(distances, layer.backward))}
      ${this.renderOutput(context, shown)} ${h ? this.renderUnits(context, shown, h) : nothing}
      ${change && distances ? this.renderChange(context, change, distances) : html`<p class="said quiet" role="status">Reading the recorded and the changed values.</p>`}
      ${this.renderGradient(context, pair('grad.h'))} ${timeAxis(context, h?.changed.steps ?? 0)}
    `;
  }

  protected override updated(): void {
    const { whatIf: shown, view } = this.store.state;
    const layer = shown && layerOf(this.store, shown);
    if (shown && layer && !view.collapsed.includes('whatIf')) {
      const asking = `${shown.whatIf.id} ${layer.name}`;
      if (asking !== this.asked) {
        this.asked = asking;
        this.store.post({ type: 'askTensors', tensors: missingOf(shown, layer.name) });
      }
    }
  }

  private renderWords({ whatIf, pairs }: ShownWhatIf, sentence: string | undefined) {
    const loss = pairs.get('loss');
    const target = pairs.get('target')?.recorded;
    const [before, after] =
      loss && target ? [meanLoss(loss.recorded, target), meanLoss(loss.changed, target)] : [];
    const [only] = whatIf.changes;
    return html`<div class="said" data-course=${whatIf.changes.length}>
      ${whatIf.changes.length === 1 ? html`<p>${only.words}.</p>` : html`<ul>${whatIf.changes.map(({ words }) => html`<li>${words}</li>`)}</ul>`}
      <p>
        ${sentence ?? nothing}
        ${before !== undefined && after !== undefined && !Number.isNaN(before) ? lossText(before, after) : nothing}
      </p>
      <p class="quiet">Restart the debugger to undo it.</p>
    </div>`;
  }

  /** Renders a few outputs as both curves with the target, many outputs as their change. */
  private renderOutput(context: TimeContext, { pairs }: ShownWhatIf) {
    const y = pairs.get('y');
    const steps = pairs.get(tensorName(context.layer.name, 'h'))?.changed.steps;
    // An encoder's steps are not those of the output; choosing a decoder's layer shows it.
    const elsewhere = !context.layer.decoder && layersOf(context.probe).some(({ decoder }) => decoder);
    if (!y || y.changed.steps !== steps || elsewhere) {
      return nothing;
    }
    const { signals } = context;
    const classes = signals.targetKind === 'classes';
    if (classes || y.changed.size > mostLines) {
      const change = differenceOf(y, this.visibility);
      return change
        ? html`<div class="title">
              <h3>Output y</h3>
              <span class="quiet">${classes ? 'probabilities, ' : ''}changed minus recorded</span>
            </div>
            ${timeHeatmap(context, {
              tensor: change,
              symbol: 'y′ − y',
              title: 'Change of the output',
              scale: linearScale(change, this.visibility),
              height: plotHeight(change.size, 4, 32, 112),
              units: false,
              rowNames: signals.outputs,
            })}`
        : nothing;
    }
    const target = pairs.get('target')?.recorded;
    return html`<div class="title">
        <h3>Output y</h3>
        <span class="quiet">dashed: as recorded</span>
      </div>
      ${Array.from({ length: y.changed.size }, (_, index) => {
        const scaling = signals.outputScaling[index];
        const name = signals.outputs[index] ?? `output ${index}`;
        const column = (tensor: StepTensor) => rawColumn(tensor, index, scaling);
        const series: Series[] = overlaid(name, column(y.recorded), column(y.changed), 'charts-blue');
        if (target?.size === y.changed.size) {
          series.push({ label: 'target', values: column(target), colour: 'charts-yellow', as: 'dots' });
        }
        return timeSeries(context, {
          name: `whatIf.y.${index}`,
          title: `${name}, changed and recorded`,
          series,
          scale: 'linear',
          height: 64,
          label: `${name}, changed and recorded, over ${plural(y.changed.steps, 'step')}`,
        });
      })}`;
  }

  /** Renders the unit that was changed last, and the one that is held by a click. */
  private renderUnits(context: TimeContext, { whatIf }: ShownWhatIf, h: Pair) {
    const { name } = context.layer;
    const changed = whatIf.changes.findLast((change) => change.name.startsWith(`${name}.`))?.unit;
    const units = new Set([changed, selectedUnit(context.state)]);
    return [...units].map((unit) =>
      unit === undefined || unit === null || unit >= h.changed.size
        ? nothing
        : this.renderUnit(context, h, unit),
    );
  }

  private renderUnit(context: TimeContext, { recorded, changed }: Pair, unit: number) {
    const row = (tensor: StepTensor) => rawColumn(tensor, unit, undefined);
    return html`<div class="title">
        <h3>Unit ${unit}</h3>
        <span class="quiet">dashed: as recorded</span>
      </div>
      ${timeSeries(context, {
        name: `whatIf.h.${unit}`,
        title: `h[${unit}], changed and recorded`,
        series: overlaid(`h[${unit}]`, row(recorded), row(changed), 'charts-purple'),
        scale: 'linear',
        height: 64,
        label: `State of unit ${unit}, changed and recorded, over ${plural(changed.steps, 'step')}`,
      })}`;
  }

  private renderChange(context: TimeContext, change: StepTensor, distances: Float64Array) {
    return html`<div class="title">
        <h3>Distance from the recorded state</h3>
        <span class="quiet">‖h′ − h‖ at each step, log scale</span>
      </div>
      ${timeSeries(context, {
        name: 'whatIf.distance',
        title: 'Distance from the recorded state',
        series: [{ label: '‖h′ − h‖', values: distances, colour: 'charts-orange', as: 'line' }],
        scale: 'log',
        height: 88,
        label: `Distance between the changed and the recorded state at each of ${plural(change.steps, 'step')}, log scale`,
      })}
      <div class="title">
        <h3>Change of h</h3>
        <span class="quiet">changed minus recorded, log scale</span>
      </div>
      ${timeHeatmap(context, {
        tensor: change,
        symbol: 'h′ − h',
        title: 'Change of h',
        scale: logScale(change, this.visibility),
        height: plotHeight(change.size, 6, 48, 208),
        units: true,
      })}`;
  }

  private renderGradient(context: TimeContext, pair: Pair | undefined) {
    const recorded = pair && normsOf(pair.recorded, this.visibility);
    const changed = pair && normsOf(pair.changed, this.visibility);
    return recorded && changed
      ? html`<div class="title">
            <h3>Gradient flow</h3>
            <span class="quiet">‖∂L/∂h‖, log scale, dashed: as recorded</span>
          </div>
          ${timeSeries(context, {
            name: 'whatIf.gradient',
            title: 'Gradient flow, changed and recorded',
            series: overlaid('‖∂L/∂h‖', recorded, changed, 'charts-red'),
            scale: 'log',
            height: 88,
            label: 'Norm of the changed and the recorded gradient at each step, log scale',
          })}`
      : nothing;
  }
}

function overlaid(
  label: string,
  recorded: ArrayLike<number>,
  changed: ArrayLike<number>,
  colour: string,
): Series[] {
  return [
    { label, values: changed, colour, as: 'line' },
    { label: 'was', values: recorded, colour: 'descriptionForeground', as: 'line', stroke: 'dashed' },
  ];
}

function lossText(before: number, after: number): string {
  const [was, now] = [number(before), number(after)];
  return was === now ? `The loss stays at ${was}.` : `The loss changes from ${was} to ${now}.`;
}

/**
 * Returns the visible layer, or the first where the what-if has no such layer, because it may belong to
 * another run's model.
 */
function layerOf({ state }: Store, { changed }: ShownWhatIf) {
  const layers = layersOf(changed);
  const shown = shownLayer(state);
  return layers.find(({ name }) => name === shown?.name) ?? layers.at(0);
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-what-if-view': WhatIfView;
  }
}
