/** Messages between the extension host and the panel. Types only. */
import type { LayerAnalysis } from '../analysis/layerAnalysis';
import type { Spectrum } from '../analysis/spectrum/spectrum';
import type { Form, FormValue, PresetTask } from '../config/formTypes';
import type { CellName } from '../notation/cells';
import type { Comparison } from './comparison';
import type { DebuggedPlace, WhatIf, WhatIfTensor } from './debugged';
import type { PickedSequence, PickProgress, ProbeKey, SequenceQuery } from './pickedSequence';
import type { Diagnosis, Metric, RunRecord } from './run';
import type { AnalysedLayer, PatternFound, PatternProgress, PatternQuestion } from './worker';

/** A matrix or a stack of rows, row-major. */
export interface PanelTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Null until they have been asked for and have come whole. */
  readonly values: Float32Array | null;
}

/** A recurrent weight block that can be looked at: H×H. */
export interface WeightBlock {
  /** As in `Spectrum.name`. */
  readonly name: string;
  /** `layer 0, forget gate f` */
  readonly label: string;
  readonly size: number;
  /** As in `PanelTensor`. */
  readonly values: Float32Array | null;
}

/** One watched sequence in a trace. */
export interface PanelProbe {
  readonly sequence: number;
  readonly label: string;
  /** One for each step; empty where the step number says it all. */
  readonly stepLabels: readonly string[];
  /** By the names of a trace: `x`, `y`, `loss`, `l0.h`, `l0.c`, `l0.gate.f`, `l0.grad.h`, … each `[T, ·]`; also `target`. */
  readonly tensors: readonly PanelTensor[];
  /** Where it is not one of `probe.sequences` but was picked. */
  readonly picked?: PickedSequence;
}

/** Values that the panel needs. */
export interface WantedTensor {
  /** The moment, as updates done. */
  readonly update: number;
  /** Null for a block of recurrent weights. */
  readonly probe: ProbeKey | null;
  readonly name: string;
}

/**
 * Sections of the panel that a command, a finding or the debugger leads to. Which sections there are is known by the panel
 * alone (`webview/shell/sections.ts`).
 */
export type PanelView = 'loss' | 'comparison' | 'whatIf' | 'states' | 'gates' | 'gradients' | 'weights';

export type HostToPanel =
  | ({ readonly type: 'form' } & Form)
  /** A run to show, with its course so far; replaces what was shown. Null: there is no run yet. */
  | {
      readonly type: 'run';
      readonly run: {
        readonly folder: string;
        readonly record: RunRecord;
        readonly cell: CellName;
        readonly metrics: readonly Metric[];
      } | null;
    }
  /** New metrics of the run that is shown, in order, gathered over at most a few frames. */
  | { readonly type: 'metrics'; readonly record: RunRecord; readonly metrics: readonly Metric[] }
  | { readonly type: 'loading'; readonly file: string; readonly bytes: number; readonly totalBytes: number }
  /** Updates after which the run that is shown was watched, rising: what can be looked at. */
  | { readonly type: 'snapshots'; readonly updates: readonly number[] }
  /** The moment to show: what was watched then. Values are sent when they are asked for. */
  | {
      readonly type: 'trace';
      readonly update: number;
      readonly epoch: number;
      readonly probes: readonly PanelProbe[];
    }
  /** Where the debugger stands, which the cursor follows; null: it has ended. */
  | { readonly type: 'debugged'; readonly place: DebuggedPlace | null }
  /** What was changed in the debugger, without values; null: nothing. */
  | { readonly type: 'whatIf'; readonly whatIf: WhatIf | null }
  /** Elements from `at` on of a tensor that was asked for; parts come in order. */
  | ({ readonly type: 'whatIfPart'; readonly at: number; readonly values: Float32Array } & WhatIfTensor)
  /** Asks the panel to pick a sequence at the moment that it shows. */
  | { readonly type: 'askPick'; readonly pick: SequenceQuery }
  | ({ readonly type: 'pickProgress' } & PickProgress)
  /** The sequence that was asked for, with everything that was watched of it at a moment; values as with `trace`. */
  | {
      readonly type: 'picked';
      readonly update: number;
      readonly pick: SequenceQuery;
      readonly probe: PanelProbe & { readonly picked: PickedSequence };
    }
  /** It could not be computed for that moment. */
  | {
      readonly type: 'notPicked';
      readonly update: number;
      readonly pick: SequenceQuery;
      readonly why: string;
    }
  | { readonly type: 'weights'; readonly update: number; readonly blocks: readonly WeightBlock[] }
  /** Elements from `at` on of a tensor that was asked for; parts come in order. */
  | ({ readonly type: 'part'; readonly at: number; readonly values: Float32Array } & WantedTensor)
  | { readonly type: 'spectrum'; readonly update: number; readonly spectrum: Spectrum }
  /** The eigenvalues of a block at another moment of the run, `[H][2]` real and imaginary parts in no order. */
  | {
      readonly type: 'trail';
      readonly block: string;
      readonly update: number;
      readonly values: Float32Array;
    }
  /** Of the run that is shown; null where it has not been diagnosed, or no longer holds for the config. */
  | { readonly type: 'diagnosis'; readonly diagnosis: Diagnosis | null }
  | {
      readonly type: 'analysis';
      readonly of: AnalysedLayer;
      readonly analysis: LayerAnalysis | null;
      /** Why there is none. */
      readonly why: string | null;
    }
  /** How far the search is that was asked for with this id. */
  | ({ readonly type: 'patternProgress'; readonly id: number } & PatternProgress)
  | {
      readonly type: 'pattern';
      readonly id: number;
      readonly found: PatternFound | null;
      /** Why there is nothing. */
      readonly why: string | null;
    }
  /** A comparison as it stands; null when it has been closed. */
  | { readonly type: 'comparison'; readonly comparison: Comparison | null }
  /** New metrics of one of its runs, in order. */
  | {
      readonly type: 'comparisonMetrics';
      readonly id: number;
      readonly run: number;
      readonly metrics: readonly Metric[];
    }
  /** Of each of its runs what was watched last of the first sequence, without values; null where nothing was. */
  | {
      readonly type: 'comparedTraces';
      readonly id: number;
      readonly traces: readonly ({ readonly update: number; readonly probe: PanelProbe } | null)[];
    }
  /** Elements from `at` on of a tensor of one of them that was asked for; parts come in order. */
  | {
      readonly type: 'comparedPart';
      readonly id: number;
      readonly run: number;
      readonly update: number;
      readonly name: string;
      readonly at: number;
      readonly values: Float32Array;
    }
  | { readonly type: 'error'; readonly message: string }
  | {
      readonly type: 'show';
      /** A `PanelView`, or another section of the panel. */
      readonly view: string;
    };

export type PanelToHost =
  /** The panel can take messages. `folder` is the run it showed before a reload. */
  | { readonly type: 'ready'; readonly folder: string | null }
  | {
      readonly type: 'edit';
      readonly path: readonly string[];
      readonly value: FormValue | null;
    }
  | { readonly type: 'train' }
  | { readonly type: 'cancel' }
  /** Shows the config in the editor, where `key` stands or would stand. */
  | { readonly type: 'openConfig'; readonly key?: readonly (string | number)[] }
  /** Asks what is still open and writes another config: for a synthetic task, or for a data file. */
  | { readonly type: 'newConfig'; readonly from: PresetTask | 'file' }
  /** Shows the moment after so many updates; null: the newest, also of those to come. */
  | { readonly type: 'snapshot'; readonly update: number | null }
  /** What is needed now, the most urgent first; what was asked for before and has not come is needed no more. */
  | { readonly type: 'tensors'; readonly wanted: readonly WantedTensor[] }
  | { readonly type: 'spectrum'; readonly update: number; readonly block: string }
  | ({ readonly type: 'analyse' } & AnalysedLayer)
  /** Computes a sequence at a moment; takes the place of what was asked for before. */
  | { readonly type: 'pick'; readonly update: number; readonly pick: SequenceQuery }
  | { readonly type: 'cancelPick' }
  /** Starts the debugger on a sequence at a moment; `set` null: the one that is watched in training. */
  | {
      readonly type: 'debug';
      readonly update: number;
      readonly set: PickedSequence['set'] | null;
      readonly sequence: number;
    }
  /** What is needed now of a changed course and of the recorded one, in place of what was needed before. */
  | { readonly type: 'whatIfTensors'; readonly wanted: readonly WhatIfTensor[] }
  /** Has the debugger go to a step. */
  | { readonly type: 'debugStep'; readonly step: number }
  /** Searches the data for a pattern; an earlier search is ended. */
  | { readonly type: 'findPattern'; readonly id: number; readonly question: PatternQuestion }
  | { readonly type: 'stopPattern' }
  /** Opens the documentation: a page of docs/ and a heading in it, as in a link. */
  | { readonly type: 'explain'; readonly page: 'math' | 'diagnosis'; readonly heading: string }
  /** Shows the finding at its config key in the editor. Indices in the diagnosis that is shown. */
  | { readonly type: 'showFinding'; readonly finding: number }
  | { readonly type: 'applyFix'; readonly finding: number; readonly fix: number }
  | { readonly type: 'tryFix'; readonly finding: number; readonly fix: number }
  /** Applies the fix that the comparison has tried. */
  | { readonly type: 'applyTried' }
  | { readonly type: 'closeComparison' }
  /** Asks what can be drawn of its runs beside each other. */
  | { readonly type: 'comparedTraces'; readonly id: number }
  | {
      readonly type: 'comparedTensor';
      readonly id: number;
      readonly run: number;
      readonly update: number;
      readonly name: string;
    }
  /** Asks where to and writes a picture or its numbers. `name` is what the file may be called, without its ending. */
  | {
      readonly type: 'save';
      readonly kind: 'png' | 'svg' | 'csv';
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  /** Puts a tensor in the clipboard for Python: as text, or where that is null as code that loads it from the run. */
  | { readonly type: 'copyTensor'; readonly tensor: WantedTensor; readonly text: string | null };
