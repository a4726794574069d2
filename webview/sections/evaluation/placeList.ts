/** The sequences of some places as buttons, each of which shows its sequence in the other sections. */
import { html, type TemplateResult } from 'lit';
import type { Evaluation, Place } from '../../../src/metrics/measured';
import type { Store } from '../../state/store';

export function placeList(store: Store, evaluation: Evaluation, places: readonly Place[]): TemplateResult {
  return html`<ul class="places" aria-label="Sequences">
    ${places.map(
      (place) => html`<li>
        <button title="Show this sequence in the other sections" @click=${() => probe(store, evaluation, place)}>
          ${placeText(evaluation, place)}
        </button>
      </li>`,
    )}
  </ul>`;
}

/** Picks the sequence of a place, and puts the cursor on its step. */
export function probe(store: Store, { set }: Evaluation, { sequence, step }: Place): void {
  store.choose({ cursor: { step, unit: null, pinned: true }, range: null });
  store.pick({ by: 'sequence', set, sequence });
}

/** `rows 120–149`, with the step where sequences have several targets; the number where nothing else is known. */
export function placeText({ labels, sequences, targets }: Evaluation, { sequence, step }: Place): string {
  const label = labels.find(([of]) => of === sequence)?.[1] ?? `sequence ${sequence}`;
  return targets === sequences ? label : `${label}, step ${step}`;
}
