/** The section in which the model writes a text, which all other sections then show. */
import { html } from 'lit';
import { type SectionDefinition, traceOrigin } from '../common/sectionDefinition';
import { traceControls } from '../common/traceControls';
import './generate-view';

export const generate = {
  view: 'generate',
  heading: 'Generate',
  isShown: ({ run }) => run?.writes === true,
  origin: traceOrigin,
  controls: traceControls,
  render: (store) => html`<unroll-generate-view .store=${store}></unroll-generate-view>`,
} as const satisfies SectionDefinition;
