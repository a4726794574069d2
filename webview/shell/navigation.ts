/** The bar above the sections: links to them, and the choice of sequence, layer and steps for all of them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ProbeKey } from '../../src/protocol/pickedSequence';
import { keyOf, pickText, probeKey } from '../state/picks';
import { shownLayer, shownProbe } from '../state/shown';
import type { State } from '../state/state';
import type { Store } from '../state/store';
import { layersOf } from '../state/traceTensors';
import { button, dropdown } from '../ui/controls';
import { sectionsOf } from './sections';

export function navigation(store: Store, current: string, goTo: (view: string) => void): TemplateResult {
  const { state } = store;
  const choices = sequenceChoices(state);
  const [model] = state.trace?.probes ?? [];
  const layers = model ? layersOf(model) : [];
  const sections = sectionsOf(state);
  const at = sections.some(({ view }) => view === current) ? current : sections[0]?.view;
  return html`<nav aria-label="Sections">
    ${sections.map(
      ({ view, heading }) => html`<button
        aria-current=${view === at ? 'true' : 'false'}
        @click=${() => goTo(view)}
      >
        ${heading}
      </button>`,
    )}
    <span class="fill"></span>
    ${state.view.range ? button({ label: `Steps ${state.view.range[0]} to ${state.view.range[1] - 1}: show all`, primary: false, action: () => store.choose({ range: null }) }) : nothing}
    ${choices.length > 0 ? sequenceChoice(store, choices) : nothing}
    ${
      layers.length > 1
        ? dropdown({
            key: 'view.layer',
            name: 'Layer',
            title: 'The layer and direction that is shown',
            options: layers.map(({ name, label }) => ({ value: name, label })),
            value: shownLayer(state)?.name ?? '',
            choose: (layer) => store.choose({ layer }),
          })
        : nothing
    }
  </nav>`;
}

/** Renders the choice of a sequence, and the buttons to watch another one and to debug. */
function sequenceChoice(store: Store, choices: readonly SequenceChoice[]): TemplateResult {
  const { pickerOpen } = store.state.view;
  return html`<span class="sequence">
    ${
      choices.length > 1
        ? dropdown({
            key: 'view.probe',
            name: 'Sequence',
            title: 'The sequence to show',
            options: choices.map(({ key, label }) => ({ value: String(key), label })),
            value: String(chosenKey(store.state)),
            choose: (value) => {
              const choice = choices.find(({ key }) => String(key) === value);
              store.choose({ probe: choice?.key ?? 0, range: null });
            },
          })
        : html`<span class="quiet">${choices[0]?.label}</span>`
    }
    <button
      class="another"
      title="Shows another sequence, also one that is not watched in training"
      aria-expanded=${pickerOpen ? 'true' : 'false'}
      @click=${() => store.choose({ pickerOpen: !pickerOpen })}
    >
      Watch another…
    </button>
    ${debugButton(store)}
  </span>`;
}

/** Renders the button that debugs the visible sequence. */
function debugButton(store: Store): TemplateResult | typeof nothing {
  const { trace } = store.state;
  const probe = shownProbe(store.state);
  const set = probe?.picked?.set ?? null;
  // A text that the model has written is no sequence of the data, with which the debugger works.
  return trace && probe && set !== 'generated'
    ? html`<button
        class="another"
        title="Steps through the sequence in the debugger, with the weights of the moment in view"
        @click=${() =>
          store.post({
            type: 'debug',
            update: trace.update,
            set,
            sequence: probe.sequence,
          })}
      >
        Debug
      </button>`
    : nothing;
}

interface SequenceChoice {
  readonly key: ProbeKey;
  readonly label: string;
}

/** Returns the sequences watched in training, and those that the user has picked. */
function sequenceChoices(state: State): readonly SequenceChoice[] {
  const { trace, view } = state;
  const probes = trace?.probes ?? [];
  return [
    ...probes.flatMap(({ label, picked }, index) => (picked ? [] : [{ key: index, label }])),
    // Without its loss, which differs at each snapshot, so that an open list does not change.
    ...view.picks.map((pick) => ({ key: keyOf(pick), label: pickText(pick, undefined, pick.update) })),
  ];
}

/** Returns the selected choice, also while its sequence is being computed. */
function chosenKey(state: State): ProbeKey {
  const { trace, view } = state;
  const probe = shownProbe(state);
  return trace && probe ? probeKey(trace.probes, probe) : view.probe;
}
