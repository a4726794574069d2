/** The loss section: the curves, and the settings with which the run was started. */
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { SetMetrics } from '../../../src/metrics/measured';
import { metricPhrases } from '../../../src/notation/metrics';
import { count } from '../../../src/notation/numbers';
import type { Store } from '../../state/store';
import { checkbox, link } from '../../ui/controls';
import { hasRun, runOrigin, type SectionDefinition } from '../common/sectionDefinition';
import './loss-chart';

export const loss = {
  view: 'loss',
  heading: 'Loss',
  isShown: hasRun,
  origin: runOrigin,
  controls: {
    follows: ({ view }) => [view.logLoss],
    render: (store) =>
      html`${checkbox({
        key: 'view.logLoss',
        name: 'Log scale',
        label: 'Log scale',
        checked: store.state.view.logLoss,
        choose: (logLoss) => store.choose({ logLoss }),
      })}`,
  },
  render: (store) =>
    html`<unroll-loss-chart .store=${store}></unroll-loss-chart>${metricsLine(store)}${runFacts(store)}`,
} as const satisfies SectionDefinition;

/** Renders the main metrics after the last epoch, validation first. */
function metricsLine(store: Store) {
  const { state } = store;
  const { metrics, signals } = state.run?.record ?? {};
  const phrases = (set: SetMetrics | null | undefined) =>
    set ? metricPhrases(set, signals?.token).join(', ') : '';
  const [validation, training] = [phrases(metrics?.validation), phrases(metrics?.training)];
  return validation === '' && training === ''
    ? nothing
    : html`<p class="facts" data-fact="metrics">
        ${validation === '' ? nothing : html`Validation: ${validation}.`}
        ${training === '' ? nothing : html`<span class="quiet">Training: ${training}.</span>`}
        ${state.evaluation ? link({ label: 'Where it is right and wrong', action: () => store.receive({ type: 'show', view: 'evaluation' }) }) : nothing}
      </p>`;
}

function runFacts({ state }: Store) {
  const record = state.run?.record;
  if (!record) {
    return nothing;
  }
  return html`<p class="facts quiet">
    ${count(record.parameters)} weights, seed ${record.seed}, started ${guard([record.startedAt], () => new Date(record.startedAt).toLocaleString())}.
    ${record.notes.join(' ')}
  </p>`;
}
