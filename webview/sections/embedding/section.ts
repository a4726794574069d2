/** The section of the embeddings: which tokens have similar vectors, and which have moved. */
import { html } from 'lit';
import { runOrigin, type SectionDefinition } from '../common/sectionDefinition';
import './embedding-view';

export const embedding = {
  view: 'embedding',
  heading: 'Embedding',
  isShown: ({ run }) => (run?.record.signals.embeddings?.length ?? 0) > 0,
  origin: (state) => ({ ...runOrigin(state), update: state.weights?.update }),
  render: (store) => html`<unroll-embedding-view .store=${store}></unroll-embedding-view>`,
} as const satisfies SectionDefinition;
