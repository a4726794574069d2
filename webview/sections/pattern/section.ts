/** The pattern section, which searches the data for places with the same pattern of units. */
import { html } from 'lit';
import { hasRun, type SectionDefinition, traceOrigin } from '../common/sectionDefinition';
import { traceControls } from '../common/traceControls';
import './pattern-view';

export const pattern = {
  view: 'pattern',
  heading: 'Same pattern',
  isShown: hasRun,
  origin: traceOrigin,
  controls: traceControls,
  render: (store) => html`<unroll-pattern-view .store=${store}></unroll-pattern-view>`,
} as const satisfies SectionDefinition;
