/**
 * The order in which the units of the layer in view stand. It is computed once, of the moment in view, and stays while the
 * training goes on or is scrubbed: rows that change their places could not be followed. At the end of the training, and for
 * another sequence or layer, it is computed anew.
 */

import { tensorName } from '../../src/notation/tensorNames';
import { schedule } from '../base/scheduler';
import { orderKey, shownLayer, shownOrder, shownProbe } from './shown';
import type { Store } from './store';
import { stepTensor } from './traceTensors';
import { ordered } from './unitOrder';

/** Computes the order whenever there is none and what it needs has come. */
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
