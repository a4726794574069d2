/**
 * The section of a comparison: shown when a comparison was requested; needs no run of the panel's own config.
 */
import { html } from 'lit';
import { runOrigin, type SectionDefinition } from '../common/sectionDefinition';
import './comparison-view';

export const comparison = {
  view: 'comparison',
  heading: 'Comparison',
  isShown: (state) => state.comparison !== null,
  origin: (state) => ({ ...runOrigin(state), run: state.comparison?.title ?? '' }),
  render: (store) => html`<unroll-comparison-view .store=${store}></unroll-comparison-view>`,
} as const satisfies SectionDefinition;
