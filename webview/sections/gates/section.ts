/** The gates section, with choices of a gate and of its preactivation. */
import { html, nothing, type TemplateResult } from 'lit';
import { shownLayer, shownProbe } from '../../state/shown';
import type { Store } from '../../state/store';
import { gatesOf } from '../../state/traceTensors';
import { hasRun, type SectionDefinition, traceOrigin } from '../common/sectionDefinition';
import { followsTrace, traceText } from '../common/traceControls';
import '../../ui/segments';
import './gates-view';

export const gates = {
  view: 'gates',
  heading: 'Gates',
  isShown: hasRun,
  origin: traceOrigin,
  controls: {
    follows: (state) => [...followsTrace(state), state.view.gate, state.view.gatesShow],
    render: (store) => html`${gateControls(store)} ${traceText(store.state)}`,
  },
  render: (store) => html`<unroll-gates-view .store=${store}></unroll-gates-view>`,
} as const satisfies SectionDefinition;

function gateControls(store: Store): TemplateResult | typeof nothing {
  const { state } = store;
  const { gate: chosen, gatesShow } = state.view;
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  const all = probe && layer ? gatesOf(probe, layer.name) : [];
  if (all.length === 0) {
    return nothing;
  }
  return html`<unroll-segments
      .label=${'Gate'}
      .segments=${[{ value: '', label: 'All' }, ...all.map(({ letter }) => ({ value: letter, label: gateLabel(letter) }))]}
      .value=${all.some(({ letter }) => letter === chosen) ? chosen : ''}
      .choose=${(gate: string) => store.choose({ gate: gate || null })}
    ></unroll-segments>
    <unroll-segments
      .label=${'What is shown'}
      .segments=${[
        { value: 'gates', label: 'Gates' },
        { value: 'preactivations', label: 'Preactivations', title: 'What goes into them, z' },
      ]}
      .value=${gatesShow}
      .choose=${(shown: string) => store.choose({ gatesShow: shown === 'gates' ? 'gates' : 'preactivations' })}
    ></unroll-segments>`;
}

function gateLabel(letter: string): string {
  return letter === 'g' ? 'C̃' : letter === 'n' ? 'h̃' : letter;
}
