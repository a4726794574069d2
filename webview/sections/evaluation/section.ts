/** The evaluation section: how good the model's answers are, in the person's own terms. */
import { html } from 'lit';
import { runOrigin, type SectionDefinition } from '../common/sectionDefinition';
import './evaluation-view';

export const evaluation = {
  view: 'evaluation',
  heading: 'Evaluation',
  isShown: (state) => Boolean(state.run && state.evaluation),
  origin: (state) => ({ ...runOrigin(state), update: state.evaluation?.step }),
  render: (store) => html`<unroll-evaluation-view .store=${store}></unroll-evaluation-view>`,
} as const satisfies SectionDefinition;
