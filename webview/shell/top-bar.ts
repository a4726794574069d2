/** `<unroll-top-bar>`: name and status of the run, and the buttons that start and stop a run. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { duration } from '../../src/notation/durations';
import { bytes, count, number, percent } from '../../src/notation/numbers';
import type { RunStatus } from '../../src/protocol/run';
import type { State } from '../state/state';
import type { Store } from '../state/store';
import { Watch } from '../state/watch';
import { button, link } from '../ui/controls';
import { shared } from '../ui/styles';
import '../sections/loss/loss-chart';

type Shown = RunStatus | 'loading' | 'none';

const statusText: Record<Shown, string> = {
  none: 'No run yet',
  loading: 'Reading data',
  running: 'Training',
  completed: 'Completed',
  stoppedEarly: 'Stopped early',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  failed: 'Failed',
};

@customElement('unroll-top-bar')
export class TopBar extends LitElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) formShown = false;
  @property({ attribute: false }) toggleForm: () => void = () => undefined;
  protected readonly watch = new Watch(this, ({ run, form, loading, historyVersion }) => [
    run,
    form,
    loading,
    historyVersion,
  ]);

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        padding: 6px 12px 6px 6px;
        border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
      }
      .row {
        display: flex;
        align-items: center;
        gap: 4px 12px;
        min-height: 28px;
      }
      .name {
        margin: 0;
        font-size: 1em;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      vscode-button,
      vscode-link {
        flex: none;
      }
      .name vscode-link {
        display: block;
        font-weight: 600;
      }
      .name vscode-link::part(control) {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .fill {
        flex: 1;
      }
      .status {
        display: inline-flex;
        flex: none;
        align-items: center;
        gap: 6px;
        white-space: nowrap;
      }
      .status i {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--vscode-descriptionForeground);
      }
      [data-status='running'] i,
      [data-status='loading'] i {
        background: var(--vscode-charts-blue);
      }
      [data-status='completed'] i,
      [data-status='stoppedEarly'] i {
        background: var(--vscode-charts-green);
      }
      [data-status='failed'] i {
        background: var(--vscode-charts-red);
      }
      [data-status='cancelled'] i,
      [data-status='interrupted'] i {
        background: var(--vscode-charts-yellow);
      }
      .numbers {
        display: flex;
        flex-wrap: wrap;
        gap: 0 14px;
        padding-left: 4px;
        font-size: 0.95em;
        line-height: 1.6;
        min-height: 1.6em;
      }
      .numbers > span {
        white-space: nowrap;
      }
      button {
        flex: none;
        display: grid;
        place-items: center;
        width: 24px;
        height: 24px;
        padding: 0;
        border: 1px solid transparent;
        border-radius: 3px;
        color: var(--vscode-icon-foreground, var(--vscode-foreground));
        background: none;
        cursor: pointer;
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      button[aria-pressed='true'] {
        background: var(--vscode-inputOption-activeBackground);
        border-color: var(--vscode-inputOption-activeBorder, transparent);
      }
      button:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
      }
      button svg {
        width: 16px;
        height: 16px;
        fill: none;
        stroke: currentcolor;
      }
      .spark {
        flex: none;
      }
      @media (max-width: 480px) {
        .spark {
          display: none;
        }
      }
      @media (max-width: 300px) {
        .row {
          flex-wrap: wrap;
        }
        .numbers > span {
          white-space: normal;
        }
      }
      .progress {
        position: absolute;
        left: 0;
        bottom: -1px;
        height: 2px;
        background: var(--vscode-progressBar-background);
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { state } = this.store;
    const { run, form } = state;
    const shown = shownStatus(state);
    const busy = shown === 'running' || shown === 'loading';
    const file = form?.file ?? run?.record.config ?? '';
    return html`
      <div class="row">
        <button
          title=${this.formShown ? 'Hide the config form' : 'Show the config form'}
          aria-label="Config form"
          aria-pressed=${this.formShown ? 'true' : 'false'}
          @click=${this.toggleForm}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 4h5M11 4h3M2 8h1M7 8h7M2 12h7M13 12h1"></path>
            <circle cx="9" cy="4" r="1.8"></circle>
            <circle cx="5" cy="8" r="1.8"></circle>
            <circle cx="11" cy="12" r="1.8"></circle>
          </svg>
        </button>
        <h1 class="name" title=${file}>
          ${link({
            label: run?.record.name ?? nameOf(file),
            title: `Open ${file}`,
            action: () => this.store.post({ type: 'openConfig' }),
          })}
        </h1>
        <span class="status" data-status=${shown} role="status"><i></i>${statusText[shown]}</span>
        <span class="fill"></span>
        <span class="spark" title="Go to the loss curves" @click=${() => this.dispatchEvent(new CustomEvent('go-to-loss'))}>
          ${run ? html`<unroll-loss-chart small .store=${this.store}></unroll-loss-chart>` : nothing}
        </span>
        ${
          busy
            ? button({ label: 'Cancel', primary: false, action: () => this.store.post({ type: 'cancel' }) })
            : button({
                label: run ? 'Train again' : 'Train',
                title: 'Train this config from the start, as a new run',
                action: () => this.store.post({ type: 'train' }),
              })
        }
      </div>
      <div class="numbers quiet">${this.renderNumbers(state)}</div>
      <div class="progress" ?hidden=${!busy} .style=${`width: ${progress(state) * 100}%`}></div>
    `;
  }

  private renderNumbers({ run, loading, history }: State) {
    if (loading) {
      const { file, bytes: read, totalBytes } = loading;
      return html`<span>${file}</span>
        <span>${bytes(read)} of ${bytes(totalBytes)}, ${percent(totalBytes > 0 ? read / totalBytes : 1)}</span>`;
    }
    if (!run) {
      return html`<span>Train this config to see inside the network.</span>`;
    }
    const { record } = run;
    const left =
      record.status === 'running' && record.steps > 0
        ? ` of about ${duration((history.seconds / record.steps) * record.plannedSteps)}`
        : '';
    const losses: readonly (readonly [string, number | null])[] = [
      [history.names.training, record.trainLoss],
      [history.names.validation, record.validationLoss],
      ['baseline', record.baseline.loss],
    ];
    return html`
      <span>epoch ${count(record.epochs)} of ${count(record.plannedEpochs)}</span>
      <span>update ${count(record.steps)} of ${count(record.plannedSteps)}</span>
      ${history.seconds > 0 ? html`<span>${duration(history.seconds)}${left}</span>` : nothing}
      ${losses.map(([name, loss]) =>
        loss === null
          ? nothing
          : html`<span title=${name === 'baseline' ? record.baseline.name : `${name} loss`}
              >${name} <b class="value">${number(loss)}</b></span
            >`,
      )}
    `;
  }
}

function shownStatus({ run, loading }: State): Shown {
  return loading ? 'loading' : (run?.record.status ?? 'none');
}

/** Returns the progress of reading or training, 0 … 1. */
function progress({ run, loading }: State): number {
  if (loading) {
    return loading.totalBytes > 0 ? loading.bytes / loading.totalBytes : 0;
  }
  return run && run.record.plannedSteps > 0 ? run.record.steps / run.record.plannedSteps : 0;
}

function nameOf(file: string): string {
  return (
    file
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.unroll\.json$/, '') ?? file
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'unroll-top-bar': TopBar;
  }
}
