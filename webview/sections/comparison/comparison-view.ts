/**
 * `<unroll-comparison-view>`: runs side by side: variants of the config or runs chosen from the list, or a
 * trial of a fix with its outcome.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { count, number } from '../../../src/notation/numbers';
import type { Comparison } from '../../../src/protocol/comparison';
import type { Metric } from '../../../src/protocol/run';
import type { Store } from '../../state/store';
import { Watch } from '../../state/watch';
import { button } from '../../ui/controls';
import { shared } from '../../ui/styles';
import { comparedTable, comparedTableStyles } from './comparedTable';
import './compared-chart';
import './side-by-side';

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
    ...comparedTableStyles,
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
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
        gap: 4px 16px;
      }
      .key {
        padding: 4px 0 0 var(--gutter-left);
        max-width: 90ch;
        font-size: 0.92em;
        line-height: 1.5;
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
        <span class="quiet">${stateText(comparison)}</span>
      </div>
      ${this.renderOutcome(comparison)}
      <div class="charts">${chart('update')} ${chart('second')}</div>
      <p class="key quiet">${chartText(comparison, comparedMetrics)}</p>
      ${comparedTable(comparison, comparedMetrics)}
      <unroll-side-by-side .store=${this.store}></unroll-side-by-side>
      ${summary === null || trial ? nothing : html`<p class="summary">${summary}</p>`}
      ${trial ? nothing : html`<p class="summary">${this.renderClose(comparison)}</p>`}
    `;
  }

  private renderOutcome(comparison: Comparison): TemplateResult {
    const { trial } = comparison;
    if (!trial) {
      return html``;
    }
    const { outcome } = trial;
    const verdict = outcome?.verdict;
    return html`<div class="outcome ${verdict ?? ''}" role="status">
      <p>${outcome ? `${verdictText[outcome.verdict]}: ${outcome.sentence}` : openText(comparison)}</p>
      ${
        verdict === undefined
          ? nothing
          : button({
              label: verdict === 'didNotHelp' ? 'Apply anyway' : 'Apply fix',
              primary: verdict === 'helped',
              action: () => this.store.post({ type: 'applyTried' }),
            })
      }
      ${this.renderClose(comparison)}
    </div>`;
  }

  private renderClose(comparison: Comparison): TemplateResult {
    return button({
      label: hasEnded(comparison) ? 'Close' : 'Cancel',
      primary: false,
      title: 'The runs are kept',
      action: () => this.store.post({ type: 'closeComparison' }),
    });
  }
}

const verdictText = {
  helped: 'It helped',
  didNotHelp: 'It did not help here',
  cannotTell: 'It is not clear yet',
} as const;

/** Returns the text while there is no verdict, or where there will be none. */
function openText({ runs }: Comparison): string {
  if (runs.some(({ status }) => status === 'cancelled')) {
    return 'Cancelled: there is no verdict.';
  }
  const unread = runs.find(({ diagnosis, error, status }) => !diagnosis && error && status !== 'failed');
  return unread
    ? `There is no verdict: “${unread.label}” ${unread.error}`
    : 'Both are trained from the same seed on the same data.';
}

function hasEnded({ runs }: Comparison): boolean {
  return runs.every(({ status }) => status !== 'running' && status !== 'waiting');
}

/** Describes length and progress: `300 updates each`, `each to the end; training lstm`. */
function stateText(comparison: Comparison): string {
  const { runs, updates, trial } = comparison;
  const going = runs.filter(({ status }) => status === 'running').map(({ label }) => label);
  const length =
    updates === null ? 'each to the end' : `${count(updates)} updates each${trial ? ', both at once' : ''}`;
  return going.length === 0 ? length : `${length}; training ${going.join(' and ')}`;
}

/** Explains the lines of the charts. */
function chartText({ runs }: Comparison, metrics: readonly (readonly Metric[])[]): string {
  const epochs = metrics.flat().filter((metric) => metric.event === 'epoch');
  const validated = epochs.some(({ validationLoss }) => validationLoss !== null);
  const strong =
    epochs.length > 1 ? `${validated ? 'validation' : 'training'} loss of each epoch` : 'running mean';
  const baselines = runs.flatMap(({ baseline }) => baseline ?? []);
  const [first] = baselines;
  const dashed =
    first === undefined
      ? ''
      : baselines.every(({ loss }) => loss === first.loss)
        ? ` Dashed: ${first.name}, ${number(first.loss)}.`
        : ' Dashed: the baseline of each run.';
  return `Strong lines: ${strong}. Faint: each update.${dashed}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-comparison-view': ComparisonView;
  }
}
