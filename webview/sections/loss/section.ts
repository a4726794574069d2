/** The loss section: the curves, and the settings with which the run was started. */
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { count } from '../../../src/notation/numbers';
import type { Store } from '../../state/store';
import { checkbox } from '../../ui/controls';
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
  render: (store) => html`<unroll-loss-chart .store=${store}></unroll-loss-chart>${runFacts(store)}`,
} as const satisfies SectionDefinition;

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
