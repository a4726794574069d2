/** The section of the recurrent weights, with a choice of the block. */
import { html, nothing, type TemplateResult } from 'lit';
import { shownBlock } from '../../state/shown';
import type { Store } from '../../state/store';
import { dropdown } from '../../ui/controls';
import { hasRun, runOrigin, type SectionDefinition } from '../common/sectionDefinition';
import '../../ui/segments';
import './weights-view';

export const weights = {
  view: 'weights',
  heading: 'Weights',
  isShown: hasRun,
  origin: (state) => ({ ...runOrigin(state), update: state.weights?.update }),
  controls: {
    follows: (state) => [state.weights, state.view.weightsShow, state.view.block],
    render: weightControls,
  },
  render: (store) => html`<unroll-weights-view .store=${store}></unroll-weights-view>`,
} as const satisfies SectionDefinition;

function weightControls(store: Store): TemplateResult | typeof nothing {
  const { state } = store;
  const blocks = state.weights?.blocks ?? [];
  if (blocks.length === 0) {
    return nothing;
  }
  return html`<unroll-segments
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
    })}`;
}
