/** The gradients section, with a choice of the colour scale. */
import { html } from 'lit';
import { hasRun, type SectionDefinition, traceOrigin } from '../common/sectionDefinition';
import { followsTrace, traceText } from '../common/traceControls';
import '../../ui/segments';
import './gradient-view';

export const gradients = {
  view: 'gradients',
  heading: 'Gradients',
  isShown: hasRun,
  origin: traceOrigin,
  controls: {
    follows: (state) => [...followsTrace(state), state.view.gradientScale],
    render: (store) =>
      html`<unroll-segments
          .label=${'Colour scale'}
          .segments=${[{ value: 'log', label: 'Log' }, { value: 'linear', label: 'Linear' }]}
          .value=${store.state.view.gradientScale}
          .choose=${(scale: string) => store.choose({ gradientScale: scale === 'log' ? 'log' : 'linear' })}
        ></unroll-segments>
        ${traceText(store.state)}`,
  },
  render: (store) => html`<unroll-gradient-view .store=${store}></unroll-gradient-view>`,
} as const satisfies SectionDefinition;
