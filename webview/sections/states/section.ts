/** The states section, with a choice of the order of the units. */
import { html, nothing, type TemplateResult } from 'lit';
import { plural } from '../../../src/notation/numbers';
import { shownOrder } from '../../state/shown';
import type { Store } from '../../state/store';
import { unitOrders } from '../../state/unitOrder';
import { dropdown, link } from '../../ui/controls';
import { hasRun, type SectionDefinition, traceOrigin } from '../common/sectionDefinition';
import { followsTrace, traceText } from '../common/traceControls';
import './states-view';

export const states = {
  view: 'states',
  heading: 'States',
  isShown: hasRun,
  origin: traceOrigin,
  controls: {
    follows: (state) => [...followsTrace(state), state.run, state.order, state.view.unitOrder],
    render: (store) => html`${orderControls(store)} ${traceText(store.state)}`,
  },
  render: (store) => html`<unroll-states-view .store=${store}></unroll-states-view>`,
} as const satisfies SectionDefinition;

/** Renders the choice of the order of the units, which applies to all heatmaps. */
function orderControls(store: Store): TemplateResult | typeof nothing {
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
          label: 'Reorder',
          title: `The units are in their order after ${plural(shown.update, 'update')}`,
          action: () => store.setOrder(null),
        })
      : nothing
  }`;
}
