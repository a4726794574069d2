/**
 * Heatmaps and lines over the time axis, from a trace's tensors, shared by the states, gates and gradient
 * views.
 */
import { css, html, noChange, type TemplateResult } from 'lit';
import { exact } from '../../../src/notation/decimals';
import { number, plural } from '../../../src/notation/numbers';
import type { PanelProbe } from '../../../src/protocol/panel';
import type { Signals } from '../../../src/protocol/run';
import { memoize } from '../../base/memoize';
import { memoizeSliced, type Waiter } from '../../base/scheduler';
import type { Band, Place } from '../../drawing/matrix';
import { type ColumnRange, type Matrix, timeMatrix } from '../../drawing/matrix';
import { logScaleOf, type Scale, symmetricOf } from '../../drawing/scale';
import type { FigureInfo } from '../../export/figure';
import type { Series, SeriesScale } from '../../plots/series-plot';
import { probeKey } from '../../state/picks';
import { selectedUnit, shownLayer, shownOrder, shownProbe } from '../../state/shown';
import type { State } from '../../state/state';
import { type Input, inputOf, inputText, type Layer, type StepTensor } from '../../state/traceTensors';
import type { TooltipLine } from '../../ui/tooltip';
import { type StepExtremes, stepExtremes } from './stepFacts';
import '../../plots/heatmap';
import '../../plots/series-plot';
import '../../plots/time-axis';

const matricesOf = memoize((_: StepTensor) => new Map<Int32Array | undefined, Matrix>());

const symmetricScale = memoize((known: StepExtremes) => symmetricOf(known));
const scaleOfPeaks = memoize(({ peaks }: StepExtremes) => logScaleOf(peaks));

// The extremes of a long trace take some milliseconds each: undefined until they are known, then the waiter
// is notified.

export const extremesOf = memoizeSliced(stepExtremes);

/** Returns a linear scale with zero in the middle. */
export function linearScale(tensor: StepTensor, waiter: Waiter): Scale | undefined {
  const known = extremesOf(tensor, waiter);
  return known && symmetricScale(known);
}

/** Returns a scale in powers of ten on both sides of zero. */
export function logScale(tensor: StepTensor, waiter: Waiter): Scale | undefined {
  const known = extremesOf(tensor, waiter);
  return known && scaleOfPeaks(known);
}

/**
 * Returns the tensor as a matrix; the same object for the same tensor and order, so that a plot sees that
 * nothing changed.
 */
function matrixOf(tensor: StepTensor, order: Int32Array | undefined): Matrix {
  const known = matricesOf(tensor);
  let matrix = known.get(order);
  if (!matrix) {
    const { values, steps, size } = tensor;
    matrix = timeMatrix(values, steps, size, order?.length === size ? order : undefined);
    known.set(order, matrix);
  }
  return matrix;
}

export interface TimeHeatmap {
  readonly tensor: StepTensor;
  /** Symbol of a value in the tooltip: `h`, `∂L/∂c`. */
  readonly symbol: string;
  readonly title: string;
  /** Undefined while it is not known; the plot then stays as it was. */
  readonly scale: Scale | undefined;
  readonly height: number;
  /** Whether the rows are the layer's units, which the shared cursor points at. */
  readonly units: boolean;
  /** Names of rows that are not units. */
  readonly rowNames?: readonly string[];
  readonly bands?: readonly Band[];
}

/** Returns the address of the tensor in the shown trace; undefined for a tensor from elsewhere. */
function sourceOf({ state, probe }: TimeContext, name: string): FigureInfo['tensor'] {
  const { trace } = state;
  return trace?.probes.includes(probe)
    ? { update: trace.update, probe: probeKey(trace.probes, probe), name }
    : undefined;
}

/** Surroundings that the time plots of a view depend on. */
export interface TimeContext {
  readonly state: State;
  readonly probe: PanelProbe;
  readonly signals: Signals;
  readonly layer: Layer;
  /** Input of the layer's network. */
  readonly input: Input | undefined;
  /** The view, which is notified when the values it asked for are known. */
  readonly waiter: Waiter;
}

/** Returns the context of the time plots; undefined where there is nothing to show yet. */
export function timeContext(state: State, waiter: Waiter): TimeContext | undefined {
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  if (!probe || !layer || !state.run) {
    return undefined;
  }
  const { signals } = state.run.record;
  return { state, probe, layer, signals, input: inputOf(probe, layer, signals), waiter };
}

/** States why there is nothing to show. @param usual text before the first trace */
export function nothingYet({ trace, view, pickTrouble }: State, usual: string): string {
  return trace && typeof view.probe === 'string'
    ? (pickTrouble?.why ?? 'This sequence is being computed for this moment.')
    : usual;
}

export function timeHeatmap(context: TimeContext, heatmap: TimeHeatmap): TemplateResult {
  const { tensor, symbol, title, scale, height, units, rowNames } = heatmap;
  const { cursor } = context.state.view;
  const shape = `${plural(tensor.size, units ? 'unit' : 'row')} × ${plural(tensor.steps, 'step')}`;
  const known = extremesOf(tensor, context.waiter);
  const range = known && `${number(known.low)} to ${number(known.high)}`;
  const broken = known && known.nonFinite > 0 ? `, ${plural(known.nonFinite, 'value')} not finite` : '';
  const ready = known && scale;
  return html`<unroll-heatmap
    data-name=${tensor.name}
    data-units=${units ? 'true' : 'false'}
    .matrix=${ready ? matrixOf(tensor, units ? shownOrder(context.state)?.units : undefined) : noChange}
    .scale=${ready ? scale : noChange}
    .height=${height}
    .bands=${heatmap.bands ?? []}
    .markedRow=${units ? selectedUnit(context.state) : null}
    .range=${columnRange(context.state)}
    .cursor=${cursor && cursor.step < tensor.steps ? { column: cursor.step, row: units ? cursor.unit : null } : null}
    .label=${ready ? `${title}, ${shape}, ${range}${broken}; colours ${scale.words}` : noChange}
    .facts=${
      {
        title,
        across: 'step',
        labels: stepLabels(context),
        down: units ? 'unit' : rowNames ? 'feature' : 'row',
        rowName: (row) => (units ? undefined : rowNames?.[row]) ?? `${symbol}[${row}]`,
        tensor: sourceOf(context, tensor.name),
      } satisfies FigureInfo
    }
    .describe=${({ column, row }: Place): readonly TooltipLine[] => {
      const value = tensor.values[column * tensor.size + (row ?? 0)];
      const rowLine: TooltipLine = units
        ? ['unit', String(row)]
        : [rowNames ? 'feature' : 'row', rowNames?.[row ?? 0] ?? String(row)];
      return [...stepLines(context, column), rowLine, [symbol, exact(value)], ...inputLines(context, column)];
    }}
  ></unroll-heatmap>`;
}

export interface TimeSeries {
  /** Name by which the plot can be found in the page. */
  readonly name: string;
  /** Undefined while they are not known; the plot then stays as it was. */
  readonly series: readonly Series[] | undefined;
  readonly scale: SeriesScale;
  readonly reference?: number;
  readonly height: number;
  /** Description for screen readers. */
  readonly label: string;
  /** Title outside the page; where undefined, the names of the curves. */
  readonly title?: string;
  /** Updates done at the shown snapshot, where that may differ from the panel's. */
  readonly snapshot?: number;
  readonly bands?: readonly Band[];
}

/** Renders quantities with one value per step. */
export function timeSeries(context: TimeContext, plot: TimeSeries): TemplateResult {
  const { cursor } = context.state.view;
  return html`<unroll-series-plot
    data-name=${plot.name}
    .series=${plot.series ?? noChange}
    .scale=${plot.scale}
    .reference=${plot.reference ?? null}
    .height=${plot.height}
    .bands=${plot.bands ?? []}
    .range=${columnRange(context.state)}
    .cursor=${cursor ? { column: cursor.step, row: null } : null}
    .label=${plot.label}
    .facts=${curveFacts(context, plot)}
    .describe=${({ column }: Place): readonly TooltipLine[] => [
      ...stepLines(context, column),
      ...(plot.series ?? []).flatMap(({ label, values }): TooltipLine[] =>
        Number.isNaN(values[column]) ? [] : [[label, number(values[column], 7)]],
      ),
    ]}
  ></unroll-series-plot>`;
}

/** Returns title and labels of curves over the time axis for use outside the page. */
export function curveFacts(
  context: TimeContext,
  { title, series, snapshot }: Pick<TimeSeries, 'title' | 'series' | 'snapshot'>,
): FigureInfo {
  const named = title ?? (series ?? []).map(({ label }) => label).join(' and ');
  return { title: named, across: 'step', labels: stepLabels(context), snapshot };
}

/** Returns the tooltip line of a step, with its label where it has one. */
export function stepLines(context: TimeContext, step: number): readonly TooltipLine[] {
  const label = stepLabels(context)[step] ?? '';
  return label === '' ? [['step', String(step)]] : [['step', `${step} · ${label}`]];
}

/** Returns the labels of the steps. They belong to the sequence's own steps; a decoder has different ones. */
export function stepLabels({ probe, layer }: TimeContext): readonly string[] {
  return layer.decoder ? [] : probe.stepLabels;
}

/** Returns tooltip lines with the input at the step. */
export function inputLines({ input }: TimeContext, step: number): readonly TooltipLine[] {
  return input ? inputText(input, step, 4).map(([name, value]) => [`input ${name}`, value]) : [];
}

export function columnRange({ view }: State): ColumnRange | undefined {
  return view.range ? rangeOf(view.range) : undefined;
}

const rangeOf = memoize(
  ([from, to]: readonly [number, number]): ColumnRange => ({ from: Math.max(0, from), to }),
);

/** Renders the axis under a stack of time plots. */
export function timeAxis(context: TimeContext, steps: number): TemplateResult {
  const { state } = context;
  return html`<unroll-time-axis
    .steps=${steps}
    .range=${columnRange(state)}
    .labels=${stepLabels(context)}
    .cursor=${state.view.cursor?.step ?? null}
  ></unroll-time-axis>`;
}

/** Renders a line that keeps its height, so that nothing jumps when the cursor enters a plot. */
export function readout(items: readonly TooltipLine[], hint: string): TemplateResult {
  return html`<p class="readout" aria-live="off">
    ${
      items.length === 0
        ? html`<span class="quiet">${hint}</span>`
        : items.map(
            ([term, value]) =>
              html`<span class="item"><span class="quiet">${term}</span> <span class="value">${value}</span></span>`,
          )
    }
  </p>`;
}

export const readoutStyles = css`
  :host {
    display: block;
    min-height: 1px;
  }
  .readout {
    display: flex;
    gap: 0 14px;
    padding-left: var(--gutter-left);
    margin-bottom: 6px;
    height: 1.6em;
    line-height: 1.6;
    overflow: hidden;
    white-space: nowrap;
  }
  .readout .item {
    flex: none;
  }
  .readout > .quiet {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  unroll-heatmap + unroll-series-plot,
  unroll-series-plot + unroll-series-plot {
    margin-top: 4px;
  }
`;

/** Returns the height of `rows` cells of `each` pixels, between `least` and `most`. */
export function plotHeight(rows: number, each: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, rows * each)));
}
