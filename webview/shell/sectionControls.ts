/** What stands beside the title of each section: its choices, and which trace it shows. */
import { html, nothing } from 'lit';
import { plural } from '../../src/notation/numbers';
import type { PanelView } from '../../src/protocol/panel';
import { shownBlock, shownLayer, shownOrder, shownProbe } from '../state/shown';
import type { Store } from '../state/store';
import { gatesOf } from '../state/traceTensors';
import { unitOrders } from '../state/unitOrder';
import { checkbox, dropdown, link } from '../ui/controls';
import '../ui/segments';

/** In the slot `controls` of `<unroll-section>`. */
export function sectionControls(store: Store, view: PanelView) {
  const { state } = store;
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  const traceText = state.trace
    ? html`<span class="quiet">${layer?.label ?? ''}, after ${plural(state.trace.update, 'update')}</span>`
    : nothing;
  switch (view) {
    case 'loss':
      return html`<span slot="controls">
        ${checkbox({
          key: 'view.logLoss',
          name: 'Log scale',
          label: 'Log scale',
          checked: state.view.logLoss,
          choose: (logLoss) => store.choose({ logLoss }),
        })}
      </span>`;
    case 'comparison':
      return nothing;
    case 'whatIf':
      return state.whatIf
        ? html`<span slot="controls"
            ><span class="quiet"
              >${state.whatIf.whatIf.label}, ${layer?.label ?? ''}, after ${plural(state.whatIf.whatIf.update, 'update')}</span
            ></span
          >`
        : nothing;
    case 'memory':
    case 'pattern':
      return html`<span slot="controls">${traceText}</span>`;
    case 'states':
      return html`<span slot="controls">${orderControls(store)} ${traceText}</span>`;
    case 'gates': {
      const gates = probe && layer ? gatesOf(probe, layer.name) : [];
      return html`<span slot="controls">
        ${
          gates.length > 0
            ? html`<unroll-segments
                .label=${'Gate'}
                .segments=${[{ value: '', label: 'All' }, ...gates.map(({ letter }) => ({ value: letter, label: gateLabel(letter) }))]}
                .value=${gates.some(({ letter }) => letter === state.view.gate) ? state.view.gate : ''}
                .choose=${(gate: string) => store.choose({ gate: gate || null })}
              ></unroll-segments>`
            : nothing
        }
        ${
          gates.length > 0
            ? html`<unroll-segments
                .label=${'What is shown'}
                .segments=${[
                  { value: 'gates', label: 'Gates' },
                  { value: 'preactivations', label: 'Preactivations', title: 'What goes into them, z' },
                ]}
                .value=${state.view.gatesShow}
                .choose=${(chosen: string) => store.choose({ gatesShow: chosen === 'gates' ? 'gates' : 'preactivations' })}
              ></unroll-segments>`
            : nothing
        }
        ${traceText}
      </span>`;
    }
    case 'gradients':
      return html`<span slot="controls">
        <unroll-segments
          .label=${'Colour scale'}
          .segments=${[{ value: 'log', label: 'Log' }, { value: 'linear', label: 'Linear' }]}
          .value=${state.view.gradientScale}
          .choose=${(scale: string) => store.choose({ gradientScale: scale === 'log' ? 'log' : 'linear' })}
        ></unroll-segments>
        ${traceText}
      </span>`;
    case 'weights':
      return weightControls(store);
  }
}

/** Which order the units of all heatmaps stand in. */
function orderControls(store: Store) {
  const { state } = store;
  const { trace, view } = state;
  if (!trace) {
    return nothing;
  }
  const shown = shownOrder(state);
  return html`${dropdown({
    key: 'view.unitOrder',
    name: 'Order of the units',
    options: unitOrders,
    value: view.unitOrder,
    choose: (chosen) => {
      store.setOrder(null);
      store.choose({ unitOrder: unitOrders.find(({ value }) => value === chosen)?.value ?? 'index' });
    },
  })}
  ${
    shown && shown.update !== trace.update
      ? link({
          label: 'Order anew',
          title: `They stand as after ${plural(shown.update, 'update')}`,
          action: () => store.setOrder(null),
        })
      : nothing
  }`;
}

function weightControls(store: Store) {
  const { state } = store;
  const blocks = state.weights?.blocks ?? [];
  if (blocks.length === 0) {
    return nothing;
  }
  return html`<span slot="controls">
    <unroll-segments
      .label=${'What is shown'}
      .segments=${[
        { value: 'values', label: 'w' },
        {
          value: 'sensitivity',
          label: 'd|λ₁|/dw',
          title: 'How the modulus of the leading eigenvalue moves with each weight',
        },
      ]}
      .value=${state.view.weightsShow}
      .choose=${(show: string) => store.choose({ weightsShow: show === 'values' ? 'values' : 'sensitivity' })}
    ></unroll-segments>
    ${dropdown({
      key: 'view.block',
      name: 'Weight block',
      options: blocks.map(({ name, label }) => ({ value: name, label })),
      value: shownBlock(state)?.name ?? '',
      choose: (block) => store.choose({ block }),
    })}
  </span>`;
}

function gateLabel(letter: string): string {
  return letter === 'g' ? 'C̃' : letter === 'n' ? 'h̃' : letter;
}
