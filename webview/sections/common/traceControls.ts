/** The text beside the heading of a section that shows the visible trace: its layer and snapshot. */
import { html, nothing, type TemplateResult } from 'lit';
import { plural } from '../../../src/notation/numbers';
import { shownLayer } from '../../state/shown';
import type { State } from '../../state/state';
import type { SectionControls } from './sectionDefinition';

export const traceControls: SectionControls = {
  follows: followsTrace,
  render: ({ state }) => traceText(state),
};

/** The parts of the state on which `traceText` depends. */
export function followsTrace({ trace, view }: State): readonly unknown[] {
  return [trace, view.probe, view.layer];
}

export function traceText(state: State): TemplateResult | typeof nothing {
  return state.trace ? updateText(shownLayer(state)?.label ?? '', state.trace.update) : nothing;
}

/** Renders `layer 0, after 40 updates`. */
export function updateText(layer: string, update: number): TemplateResult {
  return html`<span class="quiet">${layer}, after ${plural(update, 'update')}</span>`;
}
