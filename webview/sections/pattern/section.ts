/** The section that looks for units with the same pattern elsewhere in the data. */
import { html } from 'lit';
import { hasRun, type SectionDefinition, traceOrigin } from '../common/section';
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
