/** The bar over the sections: where to scroll to, and which sequence, layer and steps all of them show. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PanelView } from '../src/protocol/panel';
import { button, dropdown } from './controls';
import { layersOf } from './probe';
import { type State, shownLayer, shownProbe } from './state';
import type { Store } from './store';

const all: readonly (readonly [view: PanelView, heading: string])[] = [
  ['loss', 'Loss'],
  ['comparison', 'Comparison'],
  ['states', 'States'],
  ['pattern', 'Same pattern'],
  ['gates', 'Gates'],
  ['gradients', 'Gradients'],
  ['memory', 'Memory'],
  ['weights', 'Weights'],
];

/** In the order in which they stand. A comparison is there only when one was asked for, and needs no run of its config. */
export function sectionsOf({ comparison, run }: State): typeof all {
  return all.filter(([view]) => (view === 'comparison' ? comparison !== null : Boolean(run)));
}

export function navigation(
  store: Store,
  current: PanelView,
  goTo: (view: PanelView) => void,
): TemplateResult {
  const { state } = store;
  const probes = state.trace?.probes ?? [];
  const probe = shownProbe(state);
  const layers = probe ? layersOf(probe) : [];
  const sections = sectionsOf(state);
  const at = sections.some(([view]) => view === current) ? current : sections[0]?.[0];
  return html`<nav aria-label="Sections">
    ${sections.map(
      ([view, heading]) => html`<button
        aria-current=${view === at ? 'true' : 'false'}
        @click=${() => goTo(view)}
      >
        ${heading}
      </button>`,
    )}
    <span class="fill"></span>
    ${state.view.range ? button({ label: `Steps ${state.view.range[0]} to ${state.view.range[1] - 1}: show all`, primary: false, action: () => store.choose({ range: null }) }) : nothing}
    ${
      probes.length > 1
        ? dropdown({
            key: 'view.probe',
            name: 'Sequence',
            title: 'The sequence that is watched',
            options: probes.map(({ label }, index) => ({ value: String(index), label })),
            value: String(probe ? probes.indexOf(probe) : 0),
            choose: (value) => store.choose({ probe: Number(value), range: null }),
          })
        : probe
          ? html`<span class="quiet">${probe.label}</span>`
          : nothing
    }
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
