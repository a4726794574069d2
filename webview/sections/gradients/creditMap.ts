/**
 * Credit over the time axis: the steps that each target is owed to, and the inputs that its output depends
 * on.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { LayerAnalysis } from '../../../src/analysis/layerAnalysis';
import { exact } from '../../../src/notation/decimals';
import { plural } from '../../../src/notation/numbers';
import { memoize } from '../../base/memoize';
import type { Band, Matrix, Place } from '../../drawing/matrix';
import { logPositiveOf } from '../../drawing/scale';
import type { FigureInfo } from '../../export/figure';
import type { TooltipLine } from '../../ui/tooltip';
import { coverage, decaySentence, uncovered } from '../common/analysisText';
import type { Part } from '../common/layerAnalysis';
import {
  columnRange,
  inputLines,
  plotHeight,
  stepLabels,
  stepLines,
  type TimeContext,
  timeSeries,
} from '../common/timePlots';

type Map = Part<'credit'>;

export type CreditKind = 'credit' | 'inputs';

const symbols = { credit: '‖∂Lₜ/∂h‖', inputs: '‖∂yₜ/∂x‖' } as const;

/** The map spread over all steps of the axis; a step that was left out shows the computed one before it. */
const wide = memoize((map: Map) => {
  const { columns, norms, targets } = map;
  const first = columns[0] ?? 0;
  const last = columns.at(-1) ?? 0;
  /** Column at each step; −1 outside the covered steps. */
  const columnAt = new Int32Array(last + 1).fill(-1);
  for (let step = first, column = 0; step <= last; step++) {
    column += columns[column + 1] === step ? 1 : 0;
    columnAt[step] = column;
  }
  return { columnAt, scale: logPositiveOf(norms), values: norms, rows: targets.length };
});

/** Matrices of a map, by the number of steps of the axis. */
const matrices = memoize((_: Map) => new globalThis.Map<number, Matrix>());

function matrixOver(map: Map, steps: number): Matrix {
  const known = matrices(map);
  let matrix = known.get(steps);
  if (!matrix) {
    const { columnAt, values, rows } = wide(map);
    const own = map.columns.length;
    const spread = new Float32Array(rows * steps);
    for (let row = 0; row < rows; row++) {
      for (let step = 0; step < columnAt.length; step++) {
        spread[row * steps + step] = columnAt[step] < 0 ? 0 : values[row * own + columnAt[step]];
      }
    }
    matrix = { values: spread, columns: steps, rows, columnStride: 1, rowStride: steps };
    known.set(steps, matrix);
  }
  return matrix;
}

export function creditMap(
  context: TimeContext,
  analysis: LayerAnalysis,
  kind: CreditKind,
  bands: readonly Band[],
): TemplateResult {
  const map = analysis[kind];
  if ('why' in map) {
    return html`<p class="note quiet">${map.why}</p>`;
  }
  return html`
    ${kind === 'credit' ? html`<p class="note">${decaySentence(map)}</p>` : nothing}
    ${
      map.targets.length > 1
        ? manyTargets(context, analysis, map, kind, bands)
        : kind === 'inputs'
          ? oneTarget(context, analysis, map, bands)
          : nothing
    }
  `;
}

/** Describes the rows and columns of the map: all targets, or some of them. */
export function creditCaption(analysis: LayerAnalysis, kind: CreditKind): string {
  const map = analysis[kind];
  if ('why' in map) {
    return '';
  }
  const { targets, allTargets, together, columns } = map;
  const rows = together
    ? 'all targets together, which is the gradient flow above'
    : targets.length === 1
      ? `one target, at step ${targets[0]}${kind === 'credit' ? ': its credit is the gradient flow above' : ''}`
      : targets.length < allTargets
        ? `${targets.length} of ${allTargets} target steps, evenly chosen`
        : 'a row for each target step t';
  const [first, last] = [columns[0] ?? 0, columns.at(-1) ?? 0];
  const thinned = columns.length < last - first + 1 ? `${columns.length} steps, evenly chosen` : '';
  const covered = isCut(map, analysis) ? coverage(analysis) : '';
  const scale = targets.length === 1 && kind === 'credit' ? '' : 'log scale';
  return [rows, covered, thinned, scale].filter((part) => part !== '').join(', ');
}

/** Whether some steps at the beginning were left out. */
function isCut({ columns }: Map, { steps }: LayerAnalysis): boolean {
  return (columns.at(-1) ?? 0) - (columns[0] ?? 0) + 1 < steps;
}

function oneTarget(
  context: TimeContext,
  analysis: LayerAnalysis,
  map: Map,
  bands: readonly Band[],
): TemplateResult {
  return timeSeries(context, {
    name: 'inputs',
    title: titles.inputs,
    snapshot: analysis.update,
    series: [
      {
        label: symbols.inputs,
        values: matrixOver(map, analysis.steps).values,
        colour: 'charts-green',
        as: 'line',
      },
    ],
    scale: 'log',
    height: 96,
    bands,
    label: `${titles.inputs} at each of ${plural(analysis.steps, 'step')}, log scale`,
  });
}

const titles = {
  credit: 'Norm of the gradient of the target’s loss by the state',
  inputs: 'Norm of the derivative of the target’s output by the input',
} as const;

function manyTargets(
  context: TimeContext,
  analysis: LayerAnalysis,
  map: Map,
  kind: CreditKind,
  bands: readonly Band[],
): TemplateResult {
  const { cursor } = context.state.view;
  const { scale, columnAt, values } = wide(map);
  const rows = map.targets.length;
  return html`<unroll-heatmap
    data-name=${kind}
    .matrix=${matrixOver(map, analysis.steps)}
    .scale=${scale}
    .height=${plotHeight(rows, 4, 72, 240)}
    .bands=${[...(isCut(map, analysis) ? uncovered(analysis) : []), ...bands]}
    .range=${columnRange(context.state)}
    .rowText=${(row: number) => String(map.targets[row] ?? '')}
    .cursor=${cursor ? { column: cursor.step, row: null } : null}
    .label=${`${titles[kind]}: ${plural(rows, 'target step')} downwards, ${plural(analysis.steps, 'step')} to the right; colours ${scale.words}`}
    .facts=${
      {
        title: titles[kind],
        across: 'step',
        labels: stepLabels(context),
        down: 'target t',
        rowName: (row) => `t = ${map.targets[row]}`,
        snapshot: analysis.update,
      } satisfies FigureInfo
    }
    .describe=${({ column, row }: Place): readonly TooltipLine[] => {
      const target = map.targets[row ?? 0];
      const shown = columnAt[column] ?? -1;
      const at: TooltipLine = ['target t', String(target)];
      if (shown < 0) {
        return [...stepLines(context, column), at, [symbols[kind], 'not computed this far']];
      }
      const value = values[(row ?? 0) * map.columns.length + shown];
      const behind = isBehind(context, column, target);
      return [
        ...stepLines(context, map.columns[shown]),
        at,
        ['distance', String(Math.abs(target - map.columns[shown]))],
        [symbols[kind], behind ? 'none: it comes after the target' : exact(value)],
        ...inputLines(context, map.columns[shown]),
      ];
    }}
  ></unroll-heatmap>`;
}

/** Whether the layer reads the step only after the target. */
function isBehind({ layer }: TimeContext, step: number, target: number): boolean {
  return layer.backward ? step < target : step > target;
}
