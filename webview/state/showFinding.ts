/** Shows where a finding was made: the view, and the layer, gate, unit and step in it. */
import { type Numbered, viewOf } from './findings';
import type { Store } from './store';

/** Goes to the picture that a finding speaks of, and to the layer, gate and unit. */
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
