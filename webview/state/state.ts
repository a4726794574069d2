/** Everything the panel knows, and what of it is in view. */
import type { LayerAnalysis } from '../../src/analysis/layerAnalysis';
import type { Spectrum } from '../../src/analysis/spectrum/spectrum';
import type { Form } from '../../src/config/formTypes';
import type { CellName } from '../../src/notation/cells';
import type { Comparison } from '../../src/protocol/comparison';
import type { DebuggedPlace } from '../../src/protocol/debugged';
import type { SequenceQuery } from '../../src/protocol/pickedSequence';
import type { Diagnosis, Metric, RunRecord } from '../../src/protocol/run';
import type { AnalysedLayer } from '../../src/protocol/worker';
import type { SideBySide } from './comparedTraces';
import { LossHistory } from './lossHistory';
import type { PatternSearch } from './patternSearch';
import type { PendingPick, PickTrouble } from './picks';
import { Assembly, type LoadedSnapshots, type Trace, type Weights } from './snapshots';
import type { ComputedOrder } from './unitOrder';
import { initialView, type View } from './view';
import type { ShownWhatIf } from './whatIf';

export interface ShownRun {
  readonly folder: string;
  readonly record: RunRecord;
  readonly cell: CellName;
}

export interface Analysed {
  readonly of: AnalysedLayer;
  readonly analysis: LayerAnalysis | null;
  readonly why: string | null;
}

/** By update: `[H][2]` real and imaginary parts, in no order. */
export type Trail = ReadonlyMap<number, Float32Array>;

export interface State {
  readonly form: Form | null;
  /** Undefined until the host has said whether there is one. */
  readonly run: ShownRun | null | undefined;
  readonly history: LossHistory;
  /** Changes whenever the history grew. */
  readonly historyVersion: number;
  readonly loading: { readonly file: string; readonly bytes: number; readonly totalBytes: number } | null;
  /** Updates after which the run was watched, rising. */
  readonly snapshots: readonly number[];
  /** Those that have come. */
  readonly kept: LoadedSnapshots;
  readonly assembly: Assembly;
  /** What was watched at the moment in view, and the weights of then. */
  readonly trace: Trace | null;
  readonly weights: Weights | null;
  /** By block name, of the moment that was computed last. Kept while that of another is computed. */
  readonly spectra: ReadonlyMap<string, { readonly update: number; readonly spectrum: Spectrum }>;
  /** Eigenvalues at other moments of the run, by block and by update. */
  readonly trails: ReadonlyMap<string, Trail>;
  /** Of the run that is shown; null where it has not been diagnosed. */
  readonly diagnosis: Diagnosis | null;
  /** The last that was computed; of which layer `of` says. `analysis` is null where it failed, and `why` says why. */
  readonly analysed: Analysed | null;
  /** The sequence that the debugger stands in, to be picked as soon as the snapshot in view is there. */
  readonly toFollow: SequenceQuery | null;
  readonly picking: PendingPick | null;
  readonly pickTrouble: PickTrouble | null;
  /** The search for a pattern that was asked for last. */
  readonly search: PatternSearch | null;
  /** Null where units have not been put in order. */
  readonly order: ComputedOrder | null;
  readonly comparison: Comparison | null;
  /** Of each of its runs; grows in place. */
  readonly comparedMetrics: readonly Metric[][];
  /** Changes whenever one of them grew. */
  readonly comparedVersion: number;
  /** What can be drawn of its runs beside each other; null until it has been asked for and has come. */
  readonly sideBySide: SideBySide | null;
  readonly error: string | null;
  /** Where the debugger of the config stands. */
  readonly debugged: DebuggedPlace | null;
  /** What was changed in it. */
  readonly whatIf: ShownWhatIf | null;
  /** A section to scroll to; a new object for each request. */
  readonly show: { readonly view: string } | null;
  readonly view: View;
}

export function initialState(view: View = initialView): State {
  return {
    form: null,
    run: undefined,
    history: new LossHistory(),
    historyVersion: 0,
    loading: null,
    snapshots: [],
    kept: new Map(),
    assembly: new Assembly(),
    trace: null,
    weights: null,
    spectra: new Map(),
    trails: new Map(),
    diagnosis: null,
    analysed: null,
    toFollow: null,
    picking: null,
    pickTrouble: null,
    search: null,
    order: null,
    comparison: null,
    comparedMetrics: [],
    comparedVersion: 0,
    sideBySide: null,
    error: null,
    debugged: null,
    whatIf: null,
    show: null,
    view,
  };
}
