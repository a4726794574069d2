/** The panel's whole state, and the part of it that is in view. */
import type { LayerAnalysis } from '../../src/analysis/layerAnalysis';
import type { Spectrum } from '../../src/analysis/spectrum/spectrum';
import type { Form } from '../../src/config/formTypes';
import type { Evaluation } from '../../src/metrics/measured';
import type { CellName } from '../../src/notation/cells';
import type { Comparison } from '../../src/protocol/comparison';
import type { DebuggedPlace } from '../../src/protocol/debugged';
import type { EmbeddingFacts, EmbeddingQuestion } from '../../src/protocol/embedding';
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
  /** Whether its model writes text on from a prompt. */
  readonly writes: boolean;
}

export interface Analysed {
  readonly of: AnalysedLayer;
  readonly analysis: LayerAnalysis | null;
  readonly why: string | null;
}

export interface Embedded {
  readonly of: EmbeddingQuestion;
  readonly facts: EmbeddingFacts | null;
  readonly why: string | null;
}

/** Eigenvalues by update: `[H][2]` real and imaginary parts, unordered. */
export type Trail = ReadonlyMap<number, Float32Array>;

export interface State {
  readonly form: Form | null;
  /** Undefined until the host has reported whether there is a run. */
  readonly run: ShownRun | null | undefined;
  readonly history: LossHistory;
  /** Changes whenever the history has grown. */
  readonly historyVersion: number;
  readonly loading: { readonly file: string; readonly bytes: number; readonly totalBytes: number } | null;
  /** Updates after which snapshots were taken, rising. */
  readonly snapshots: readonly number[];
  /** The snapshots that have arrived. */
  readonly kept: LoadedSnapshots;
  readonly assembly: Assembly;
  /** The trace of the snapshot in view; `weights` holds its weights. */
  readonly trace: Trace | null;
  readonly weights: Weights | null;
  /** Latest computed spectra, by block name. Each is kept while that of another snapshot is computed. */
  readonly spectra: ReadonlyMap<string, { readonly update: number; readonly spectrum: Spectrum }>;
  /** Eigenvalues at other snapshots of the run, by block and by update. */
  readonly trails: ReadonlyMap<string, Trail>;
  /** The latest measurement of the run in view; null where there is none. */
  readonly evaluation: Evaluation | null;
  /** Diagnosis of the run in view; null where it has not been diagnosed. */
  readonly diagnosis: Diagnosis | null;
  /**
   * The latest analysis; `of` names its layer. `analysis` is null where it failed, and `why` gives the
   * reason.
   */
  readonly analysed: Analysed | null;
  /** The debugged sequence, to be picked as soon as the snapshot in view has arrived. */
  readonly toFollow: SequenceQuery | null;
  readonly picking: PendingPick | null;
  readonly pickTrouble: PickTrouble | null;
  /** The latest answer about an embedding; `facts` is null where there is none, and `why` gives the reason. */
  readonly embedding: Embedded | null;
  /** The latest search for a pattern. */
  readonly search: PatternSearch | null;
  /** Null where no order of the units has been computed. */
  readonly order: ComputedOrder | null;
  readonly comparison: Comparison | null;
  /** Metrics of each compared run; grows in place. */
  readonly comparedMetrics: readonly Metric[][];
  /** Changes whenever `comparedMetrics` has grown. */
  readonly comparedVersion: number;
  /** Traces of the compared runs, drawn side by side; null until they were requested and have arrived. */
  readonly sideBySide: SideBySide | null;
  readonly error: string | null;
  /** The place of the config's debugger; null while none runs. */
  readonly debugged: DebuggedPlace | null;
  /** The what-if of the debugger: the sequence with changed values. */
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
    evaluation: null,
    diagnosis: null,
    analysed: null,
    toFollow: null,
    picking: null,
    pickTrouble: null,
    embedding: null,
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
