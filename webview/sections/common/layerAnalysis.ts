/** The analysis of the layer that is shown: asked for when it is looked at, and what of it has come. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LayerAnalysis } from '../../../src/analysis/layerAnalysis';
import type { AnalysedLayer } from '../../../src/protocol/worker';
import type { Visibility } from '../../base/visibility';
import { probeKey } from '../../state/picks';
import { shownLayer, shownProbe } from '../../state/shown';
import type { State } from '../../state/state';
import type { Store } from '../../state/store';

type Absent = Extract<LayerAnalysis['credit'], { readonly why: string }>;
/** A part of the analysis where it is there. */
export type Part<Name extends keyof LayerAnalysis> = Exclude<LayerAnalysis[Name], Absent | null>;

export type ShownAnalysis =
  | { readonly state: 'ready'; readonly analysis: LayerAnalysis; readonly outdated: boolean }
  | { readonly state: 'computing' }
  | { readonly state: 'failed'; readonly why: string };

/** Of the layer that is shown; while that of a new trace is computed, that of an earlier one. */
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

/** Null where there is nothing to analyse yet. */
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

/** What was asked for last. The host answers the newest question, so an earlier one may have to be asked again. */
const asked = new WeakMap<Store, Asked>();

/** Asks for the analysis while its element is in sight: it costs the host up to some seconds. */
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
