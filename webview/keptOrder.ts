/**
 * The order in which the units of the layer in view stand. It is computed once, of the moment in view, and stays while the
 * training goes on or is scrubbed: rows that change their places could not be followed. At the end of the training, and for
 * another sequence or layer, it is computed anew.
 */
import { probeKey } from './picks';
import { stepTensor } from './probe';
import { doInSlices } from './slices';
import { type State, shownLayer, shownProbe } from './state';
import type { Store } from './store';
import { ordered } from './unitOrder';

export interface KeptOrder {
  /** Of what it is the order, as `orderKey` tells it. */
  readonly of: string;
  /** The moment that it was computed of, as updates done. */
  readonly step: number;
  /** The units from top to bottom, each once. */
  readonly units: Int32Array;
}

/** Undefined where units stand by index, or it is not known yet. */
export function shownOrder(state: State): KeptOrder | undefined {
  const { order } = state;
  return order && order.of === orderKey(state) ? order : undefined;
}

/** Names of the tensors that the order has still to be computed from. */
export function neededForOrder(state: State): readonly string[] {
  const layer = shownLayer(state);
  const { unitOrder } = state.view;
  if (!layer || unitOrder === 'index' || shownOrder(state)) {
    return [];
  }
  return unitOrder === 'effect' ? [`${layer.name}.h`, `${layer.name}.grad.h`] : [`${layer.name}.h`];
}

function orderKey(state: State): string | undefined {
  const { run, view } = state;
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  return run && probe && layer && view.unitOrder !== 'index'
    ? JSON.stringify([
        run.folder,
        run.record.status === 'running',
        probeKey(state.trace?.probes ?? [], probe),
        layer.name,
        view.unitOrder,
      ])
    : undefined;
}

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
    const h = stepTensor(probe, `${layer.name}.h`);
    const gradient = stepTensor(probe, `${layer.name}.grad.h`);
    if (!h || (unitOrder === 'effect' && !gradient)) {
      return;
    }
    computed = of;
    const step = state.trace?.step ?? 0;
    giveUp = doInSlices(ordered(unitOrder, h, gradient), new Set(), (units) => {
      computed = undefined;
      store.setOrder({ of, step, units });
    });
  });
}
