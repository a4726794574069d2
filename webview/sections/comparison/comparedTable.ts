/**
 * The table of compared runs: a column each with its numbers and findings. Everything wraps, so that two or
 * three runs fit beside an editor. The comparison view renders the rest around this template.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import { duration, steps } from '../../../src/notation/durations';
import { isHigherBetter, mainMetrics, metricLabel, metricText } from '../../../src/notation/metrics';
import { count, number } from '../../../src/notation/numbers';
import type { ComparedRun, Comparison } from '../../../src/protocol/comparison';
import type { Metric } from '../../../src/protocol/run';
import { nameOf } from '../../state/findings';
import { severityIcon, severityStyles } from '../../ui/severityIcon';
import { colourOf, runColours } from './compared-chart';
import { curvesOf, valueAt } from './comparedCurves';

export const comparedTableStyles = [
  severityStyles,
  css`
    .scroll {
      position: relative;
      overflow-x: auto;
      margin: 8px 0 0 var(--gutter-left);
    }
    table {
      table-layout: fixed;
      border-collapse: collapse;
      width: min(100%, calc(var(--names) + var(--runs) * 17em));
      min-width: calc(var(--names) + var(--runs) * var(--narrowest));
      line-height: 1.6;
      --names: 9em;
      --narrowest: 8.5em;
    }
    th,
    td {
      padding: 0 0 0 14px;
      font-weight: normal;
      text-align: left;
      vertical-align: top;
      overflow-wrap: break-word;
    }
    thead th {
      padding-bottom: 3px;
      font-weight: 600;
      line-height: 1.4;
      vertical-align: bottom;
    }
    tr > :first-child {
      position: sticky;
      left: 0;
      width: var(--names);
      padding-left: 0;
      color: var(--vscode-descriptionForeground);
      background: var(--vscode-editor-background);
    }
    thead svg {
      width: 18px;
      height: 8px;
      margin-right: 6px;
      vertical-align: 1px;
      stroke-width: 2;
    }
    .best {
      font-weight: 600;
    }
    td ul,
    .failures {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    li {
      display: flex;
      gap: 5px;
      padding: 1px 0;
      line-height: 1.4;
    }
    .failures {
      margin: 8px 0 0 var(--gutter-left);
      max-width: 90ch;
      overflow-wrap: anywhere;
    }
    @media (max-width: 480px) {
      table {
        --names: 7em;
        --narrowest: 6.5em;
      }
      th,
      td {
        padding-left: 10px;
      }
      td svg.severity {
        display: none; /* its width is that of half a word */
      }
      td li {
        padding: 1px 0 4px;
      }
    }
  `,
];

export function comparedTable({ runs }: Comparison, metrics: readonly (readonly Metric[])[]): TemplateResult {
  const seconds = metrics.map((of) => of.at(-1)?.seconds ?? 0);
  // Failed runs are left out, because the others are not to be compared at the time when one broke off.
  const shortest = Math.min(...seconds.filter((each, r) => each > 0 && runs[r].status !== 'failed'));
  const then = metrics.map((of) => valueAt(curvesOf(of, 'second').main, shortest));
  const losses = runs.map(({ loss }) => loss ?? Number.POSITIVE_INFINITY);
  const best = losses.indexOf(Math.min(...losses));
  const row = (name: string, cell: (run: ComparedRun, r: number) => unknown) => html`<tr>
    <th scope="row">${name}</th>
    ${runs.map((run, r) => html`<td>${cell(run, r)}</td>`)}
  </tr>`;
  return html`<div class="scroll"><table .style=${`--runs: ${runs.length}`}>
    <thead>
      <tr>
        <td></td>
        ${runs.map(({ label }, r) => html`<th scope="col">${swatch(r)}${label}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${row('loss', ({ loss }, r) => html`<span class=${r === best && runs.length > 1 ? 'best' : ''}>${known(loss, number)}</span>`)}
      ${row('loss ÷ baseline', ({ loss, baseline }) =>
        loss === null || baseline === null || baseline.loss === 0 ? nothing : number(loss / baseline.loss, 3),
      )}
      ${row(Number.isFinite(shortest) ? `loss after ${brief(shortest)}` : 'loss at the same time', (_, r) => known(then[r], number))}
      ${metricRows(runs, row)}
      ${row('gradient reaches', ({ diagnosis }) => known(diagnosis?.reach, ({ horizon, span }) => `${number(horizon)} of ${steps(span)}`))}
      ${row('time per update', ({ secondsPerUpdate }) => known(secondsPerUpdate, (each) => `${number(1000 * each, 3)} ms`))}
      ${row('training time', (_, r) => (seconds[r] > 0 ? brief(seconds[r]) : nothing))}
      ${row('updates', ({ steps: done }) => (done > 0 ? count(done) : nothing))}
      ${row('weights', ({ parameters }) => known(parameters, count))}
      ${row('findings', findings)}
    </tbody>
  </table></div>
  ${failures(runs)}`;
}

/** Renders a row for each main metric of any run; the best is in bold. */
function metricRows(
  runs: readonly ComparedRun[],
  row: (name: string, cell: (run: ComparedRun, r: number) => unknown) => TemplateResult,
): readonly TemplateResult[] {
  const token = runs.find(({ token }) => token !== undefined)?.token;
  const names = new Set(runs.flatMap(({ metrics }) => mainMetrics(metrics ?? {}, token)));
  return [...names].map((name) => {
    const values = runs.map(({ metrics }) => metrics?.[name] ?? null);
    const known = values.filter((value) => value !== null);
    const best = isHigherBetter(name) ? Math.max(...known) : Math.min(...known);
    return row(metricLabel(name, token), (_, r) =>
      values[r] === null
        ? nothing
        : html`<span class=${values[r] === best && runs.length > 1 ? 'best' : ''}>${metricText(name, values[r])}</span>`,
    );
  });
}

/** Renders why runs failed, in full, because a column has no room for it. */
function failures(runs: readonly ComparedRun[]): TemplateResult | typeof nothing {
  const failed = runs.filter(({ error }) => error !== null);
  return failed.length === 0
    ? nothing
    : html`<ul class="failures">
        ${failed.map(({ label, error }) => html`<li>${severityIcon('error')}<span>“${label}”: ${error}</span></li>`)}
      </ul>`;
}

function findings({ status, error, diagnosis }: ComparedRun): unknown {
  if (error !== null || diagnosis === null) {
    return status;
  }
  const grave = diagnosis.findings.filter(({ severity }) => severity !== 'information');
  return grave.length === 0
    ? 'none'
    : html`<ul>
        ${grave.map((finding) => html`<li title=${finding.sentence}>${severityIcon(finding.severity)}${nameOf(finding)}</li>`)}
      </ul>`;
}

/** Renders the line that represents a run in the charts. */
function swatch(r: number): TemplateResult {
  return html`<svg viewBox="0 0 18 8" aria-hidden="true" .style=${`stroke: var(--vscode-${colourOf(r)})`}>
    <line x1="0" y1="4" x2="18" y2="4" stroke-dasharray=${r >= runColours.length ? '5 3' : nothing}></line>
  </svg>`;
}

function known<T>(value: T | null | undefined, words: (value: T) => string): string | typeof nothing {
  return value === null || value === undefined ? nothing : words(value);
}

/** Formats a duration; below a second with two digits, because short trainings differ in the second one. */
function brief(seconds: number): string {
  return seconds < 1 ? `${number(seconds, 2)} s` : duration(seconds);
}
