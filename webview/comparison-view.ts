/** `<unroll-comparison-view>`: runs side by side, of variants of the config or of the list; of a fix that is tried, what came of it. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ComparedRun, Comparison, Metric } from '../src/protocol';
import { colourOf, runColours } from './compared-chart';
import { curvesOf, valueAt } from './comparedCurves';
import { button } from './controls';
import { count, duration, number } from './format';
import { type Store, Watch } from './store';
import { shared } from './styles';
import './compared-chart';

@customElement('unroll-comparison-view')
export class ComparisonView extends LitElement {
  @property({ attribute: false }) store!: Store;
  protected readonly watch = new Watch(this, ({ comparison, comparedVersion, view }) => [
    comparison,
    comparedVersion,
    view.logLoss,
  ]);

  static override styles = [
    shared,
    css`
      .title {
        margin-bottom: 6px;
      }
      .outcome {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 12px;
        margin: 0 0 8px var(--gutter-left);
        padding: 6px 10px;
        border-left: 3px solid var(--vscode-charts-foreground, var(--vscode-foreground));
        background: var(--vscode-textBlockQuote-background);
        line-height: 1.5;
      }
      .outcome.helped {
        border-left-color: var(--vscode-charts-green);
      }
      .outcome.didNotHelp {
        border-left-color: var(--vscode-charts-red);
      }
      .outcome.cannotTell {
        border-left-color: var(--vscode-charts-yellow);
      }
      .outcome p {
        flex: 1 1 40ch;
        max-width: 90ch;
      }
      .charts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr));
        gap: 4px 16px;
      }
      .scroll {
        overflow-x: auto;
        margin: 6px 0 0 var(--gutter-left);
      }
      table {
        border-collapse: collapse;
        line-height: 1.6;
      }
      th {
        font-weight: normal;
        color: var(--vscode-descriptionForeground);
        text-align: right;
        vertical-align: bottom;
        padding: 0 0 2px 14px;
      }
      td {
        text-align: right;
        padding: 0 0 0 14px;
        white-space: nowrap;
      }
      th:first-child,
      td:first-child,
      th:last-child,
      td:last-child {
        text-align: left;
      }
      th:first-child,
      td:first-child {
        padding-left: 0;
      }
      svg {
        width: 18px;
        height: 8px;
        stroke-width: 2;
        margin-right: 6px;
      }
      .best {
        font-weight: 600;
      }
      .summary {
        margin: 8px 0 0 var(--gutter-left);
        max-width: 90ch;
        line-height: 1.5;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { comparison, comparedMetrics, comparedVersion, view } = this.store.state;
    if (!comparison) {
      return html``;
    }
    const { runs, title, summary, trial } = comparison;
    const chart = (against: 'update' | 'second') => html`<unroll-compared-chart
      .runs=${runs}
      .metrics=${comparedMetrics}
      .version=${comparedVersion}
      .against=${against}
      .logarithmic=${view.logLoss}
    ></unroll-compared-chart>`;
    return html`
      <div class="title">
        <h3>${title}</h3>
        <span class="quiet">${stateWords(comparison)}</span>
      </div>
      ${this.renderOutcome(comparison)}
      <div class="charts">${chart('update')} ${chart('second')}</div>
      <div class="scroll">${table(comparison, comparedMetrics)}</div>
      ${summary === null || trial ? nothing : html`<p class="summary">${summary}</p>`}
      ${trial ? nothing : this.renderClose()}
    `;
  }

  private renderOutcome({ trial }: Comparison): TemplateResult {
    if (!trial) {
      return html``;
    }
    const { outcome } = trial;
    const verdict = outcome?.verdict;
    const words =
      verdict === undefined
        ? 'Both are trained from the same seed on the same data.'
        : `${verdictWords[verdict]}: ${outcome?.sentence ?? ''}`;
    return html`<div class="outcome ${verdict ?? ''}" role="status">
      <p>${words}</p>
      ${
        verdict === undefined
          ? nothing
          : button({
              label: verdict === 'didNotHelp' ? 'Apply all the same' : 'Apply fix',
              primary: verdict === 'helped',
              action: () => this.store.post({ type: 'applyTried' }),
            })
      }
      ${button({ label: verdict === undefined ? 'Cancel' : 'Close', primary: false, action: () => this.store.post({ type: 'closeComparison' }) })}
    </div>`;
  }

  private renderClose(): TemplateResult {
    return html`<p class="summary">
      ${button({ label: 'Close', primary: false, title: 'The runs stay where they are', action: () => this.store.post({ type: 'closeComparison' }) })}
    </p>`;
  }
}

const verdictWords = {
  helped: 'It helped',
  didNotHelp: 'It did not help here',
  cannotTell: 'It cannot be told yet',
} as const;

/** `300 updates each`, `training lstm, 2 of 3` */
function stateWords({ runs, updates, trial }: Comparison): string {
  const going = runs.filter(({ status }) => status === 'running').map(({ label }) => label);
  const ended = runs.filter(({ status }) => status !== 'running' && status !== 'waiting').length;
  const length =
    updates === null ? 'each to its end' : `${count(updates)} updates each${trial ? ', both at once' : ''}`;
  return ended === runs.length ? length : `${length}; training ${going.join(' and ')}`;
}

function table({ runs }: Comparison, metrics: readonly (readonly Metric[])[]): TemplateResult {
  const seconds = metrics.map((of) => of.at(-1)?.seconds ?? 0);
  const shortest = Math.min(...seconds.filter((each) => each > 0));
  const losses = runs.map(({ loss }) => loss ?? Number.POSITIVE_INFINITY);
  const best = losses.indexOf(Math.min(...losses));
  return html`<table>
    <thead>
      <tr>
        <th scope="col">run</th>
        <th scope="col">loss</th>
        <th scope="col">of baseline</th>
        <th scope="col">${Number.isFinite(shortest) ? `after ${duration(shortest).replaceAll(' ', '\u00a0')}` : 'at the same time'}</th>
        <th scope="col">gradient horizon</th>
        <th scope="col">ms an update</th>
        <th scope="col">time</th>
        <th scope="col">weights</th>
        <th scope="col">updates</th>
        <th scope="col">findings</th>
      </tr>
    </thead>
    <tbody>
      ${runs.map((run, r) => row(run, r, seconds[r], valueAt(curvesOf(metrics[r] ?? [], 'second').main, shortest), r === best && runs.length > 1))}
    </tbody>
  </table>`;
}

function row(
  run: ComparedRun,
  r: number,
  seconds: number,
  lossThen: number | null,
  best: boolean,
): TemplateResult {
  const { label, parameters, steps, secondsPerUpdate, loss, baseline, diagnosis } = run;
  const reach = diagnosis?.reach;
  return html`<tr>
    <td>
      <svg viewBox="0 0 18 8" aria-hidden="true" .style=${`stroke: var(--vscode-${colourOf(r)})`}>
        <line x1="0" y1="4" x2="18" y2="4" stroke-dasharray=${r >= runColours.length ? '5 3' : nothing}></line></svg
      >${label}
    </td>
    <td class=${best ? 'best' : ''}>${loss === null ? '' : number(loss)}</td>
    <td>${loss === null || baseline === null || baseline.loss === 0 ? '' : number(loss / baseline.loss, 3)}</td>
    <td>${lossThen === null ? '' : number(lossThen)}</td>
    <td>${reach ? `${number(reach.horizon)} of ${count(reach.span)}` : ''}</td>
    <td>${secondsPerUpdate === null ? '' : number(1000 * secondsPerUpdate, 3)}</td>
    <td>${seconds > 0 ? duration(seconds) : ''}</td>
    <td>${parameters === null ? '' : count(parameters)}</td>
    <td>${steps > 0 ? count(steps) : ''}</td>
    <td>${findingWords(run)}</td>
  </tr>`;
}

function findingWords({ status, error, diagnosis }: ComparedRun): string {
  if (error !== null) {
    return error;
  }
  if (diagnosis === null) {
    return status === 'running' || status === 'waiting' ? status : '';
  }
  const grave = diagnosis.findings.filter(({ severity }) => severity !== 'information');
  return grave.length > 0 ? grave.map(({ rule }) => rule).join(', ') : 'none';
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-comparison-view': ComparisonView;
  }
}
