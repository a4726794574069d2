/** The section of a what-if: shown when a value was changed in the debugger. */
import { html, nothing } from 'lit';
import { shownLayer } from '../../state/shown';
import { hasRun, type SectionDefinition, traceOrigin } from '../common/sectionDefinition';
import { updateText } from '../common/traceControls';
import './what-if-view';

export const whatIf = {
  view: 'whatIf',
  heading: 'What if',
  isShown: (state) => hasRun(state) && state.whatIf !== null,
  origin: (state) => ({
    ...traceOrigin(state),
    sequence: state.whatIf?.changed.label ?? '',
    update: state.whatIf?.whatIf.update,
  }),
  controls: {
    follows: ({ whatIf: shown, trace, view }) => [shown, trace, view.probe, view.layer],
    render: ({ state }) => {
      const shown = state.whatIf?.whatIf;
      return shown ? updateText(`${shown.label}, ${shownLayer(state)?.label ?? ''}`, shown.update) : nothing;
    },
  },
  render: (store) => html`<unroll-what-if-view .store=${store}></unroll-what-if-view>`,
} as const satisfies SectionDefinition;
