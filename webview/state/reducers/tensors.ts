/** Reduces the messages in which tensors arrive part by part. */
import { withComparedPart } from '../comparedTraces';
import { withPart } from '../snapshots';
import { withWhatIfPart } from '../whatIf';
import type { Reducers } from './reducers';
import { refreshed } from './snapshots';

export const tensorReducers = {
  tensorPart: (state, { source, ...part }) => {
    switch (source.of) {
      case 'snapshot': {
        const kept = withPart(state.kept, state.assembly, source, part);
        return kept === state.kept ? state : refreshed({ ...state, kept });
      }
      case 'recorded':
      case 'changed':
        return { ...state, whatIf: withWhatIfPart(state.whatIf, source, part) };
      case 'compared':
        return { ...state, sideBySide: withComparedPart(state.sideBySide, source, part) };
    }
  },
} satisfies Partial<Reducers>;
