/**
 * The analysis of the shown layer: requested when it is visible, and its state until the result has arrived.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LayerAnalysis } from '../../../src/analysis/layerAnalysis';
import type { AnalysedLayer } from '../../../src/protocol/worker';
import type { Visibility } from '../../base/visibility';
import { probeKey } from '../../state/picks';
import { shownLayer, shownProbe } from '../../state/shown';
import type { State } from '../../state/state';
import type { Store } from '../../state/store';

type Absent = Extract<LayerAnalysis['credit'], { readonly why: string }>;
/** A part of the analysis where it is present. */
export type Part<Name extends keyof LayerAnalysis> = Exclude<LayerAnalysis[Name], Absent | null>;

export type ShownAnalysis =
  | { readonly state: 'ready'; readonly analysis: LayerAnalysis; readonly outdated: boolean }
  | { readonly state: 'computing' }
  | { readonly state: 'failed'; readonly why: string };

/**
 * Returns the analysis of the shown layer; while that of a new trace is computed, the analysis of an earlier
 * one.
 */
export function shownAnalysis(state: State): ShownAnalysis {
  const wanted = wantedLayer(state);
  const { analysed } = state;
  if (!wanted || !analysed || analysed.of.layer !== wanted.layer || analysed.of.probe !== wanted.probe) {
    return { state: 'computing' };
  }
  const outdated = analysed.of.update !== wanted.update;
  if (analysed.analysis) {
    return { state: 'ready', analysis: analysed.analysis, outdated };
  }
  return outdated ? { state: 'computing' } : { state: 'failed', why: analysed.why ?? 'The analysis failed.' };
}

/** Returns the layer to analyse; null where there is no trace yet. */
function wantedLayer(state: State): AnalysedLayer | null {
  const probe = shownProbe(state);
  const layer = shownLayer(state);
  return state.trace && probe && layer
    ? { update: state.trace.update, probe: probeKey(state.trace.probes, probe), layer: layer.name }
    : null;
}

interface Asked extends AnalysedLayer {
  readonly run: string | undefined;
}

/**
 * Last request of each store. The host answers only the newest one, so an earlier one may have to be sent
 * again.
 */
const asked = new WeakMap<Store, Asked>();

/** Requests the analysis only while its element is visible, because it takes the host up to some seconds. */
export class AskWhenSeen implements ReactiveController {
  constructor(
    private readonly element: ReactiveControllerHost & HTMLElement & { readonly store: Store },
    private readonly visibility: Visibility,
  ) {
    element.addController(this);
    visibility.onLook(() => this.ask());
  }

  hostUpdated(): void {
    this.ask();
  }

  private ask(): void {
    const { store } = this.element;
    const wanted = wantedLayer(store.state);
    if (!this.visibility.seen || !wanted) {
      return;
    }
    const now: Asked = { run: store.state.run?.folder, ...wanted };
    const last = asked.get(store);
    if (
      last?.run !== now.run ||
      last?.update !== now.update ||
      last.probe !== now.probe ||
      last.layer !== now.layer
    ) {
      asked.set(store, now);
      store.post({ type: 'analyse', ...wanted });
    }
  }
}
