/**
 * Keeps the order of the units of the layer in view. It is computed once, from the snapshot in view, and
 * stays while the training continues or is scrubbed, because rows that change places could not be followed.
 * It is computed anew at the end of the training, and for another sequence or layer.
 */

import { tensorName } from '../../src/notation/tensorNames';
import { schedule } from '../base/scheduler';
import { orderKey, shownLayer, shownOrder, shownProbe } from './shown';
import type { Store } from './store';
import { stepTensor } from './traceTensors';
import { ordered } from './unitOrder';

/** Computes the order whenever there is none and the tensors it needs have arrived. */
export function keepOrder(store: Store): void {
  let computed: string | undefined;
  let giveUp: () => void = () => undefined;
  store.subscribe(() => {
    const { state } = store;
    const of = orderKey(state);
    const probe = shownProbe(state);
    const layer = shownLayer(state);
    const { unitOrder } = state.view;
    if (of !== computed) {
      giveUp();
      computed = undefined;
    }
    if (!of || of === computed || !probe || !layer || unitOrder === 'index' || shownOrder(state)) {
      return;
    }
    const h = stepTensor(probe, tensorName(layer.name, 'h'));
    const gradient = stepTensor(probe, tensorName(layer.name, 'grad.h'));
    if (!h || (unitOrder === 'effect' && !gradient)) {
      return;
    }
    computed = of;
    const update = state.trace?.update ?? 0;
    giveUp = schedule(ordered(unitOrder, h, gradient), new Set(), (units) => {
      computed = undefined;
      store.setOrder({ of, update, units });
    });
  });
}
