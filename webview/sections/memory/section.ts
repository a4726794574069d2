/** The memory section. */
import { html } from 'lit';
import { hasRun, type SectionDefinition, traceOrigin } from '../common/sectionDefinition';
import { traceControls } from '../common/traceControls';
import './memory-view';

export const memory = {
  view: 'memory',
  heading: 'Memory',
  isShown: hasRun,
  origin: traceOrigin,
  controls: traceControls,
  render: (store) => html`<unroll-memory-view .store=${store}></unroll-memory-view>`,
} as const satisfies SectionDefinition;
