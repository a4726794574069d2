/** Shows where a finding was made: its section, and the layer, gate, unit and step in it. */
import { type Numbered, viewOf } from './findings';
import type { Store } from './store';

/** Scrolls to the section that shows a finding, and selects the finding's layer, gate, unit and step. */
export function showIn(store: Store, { finding }: Numbered): void {
  const { layer, gate, unit, steps } = finding;
  const { cursor } = store.state.view;
  const at = steps && { step: steps.to, unit: unit ?? null, pinned: true };
  store.choose({
    ...(layer === undefined ? {} : { layer }),
    ...(gate === undefined ? {} : { gate }),
    ...(at ? { cursor: at } : unit === undefined ? {} : { cursor: cursor && { ...cursor, unit } }),
  });
  store.receive({ type: 'show', view: viewOf(finding) });
}
