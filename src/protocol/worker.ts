/** Messages between a worker thread and the thread that started it. Types only. */
import type { Thresholds } from '../analysis/diagnosis/evidence/thresholds';
import type { LayerAnalysis } from '../analysis/layerAnalysis';
import type { Pattern, PatternRange } from '../analysis/layers/pattern';
import type { Spectrum } from '../analysis/spectrum/spectrum';
import type { SetName } from '../data/common/dataset';
import type { EmbeddingFacts, EmbeddingQuestion } from './embedding';
import type { PickedSequence, PickProgress, ProbeKey, SequenceQuery } from './pickedSequence';
import type { Diagnosis, RunEvent } from './run';

export type WorkerRequest =
  | {
      readonly request: 'train';
      /** Absolute path of the config. */
      readonly config: string;
      /** Text of the config; the editor's may be newer than the file's. */
      readonly text: string;
      /** Absolute folder of the new run; absent: `.unroll/<name>/<time>-<letters>` beside the config. */
      readonly out?: string;
      /** Absolute folder of a run to resume. */
      readonly resume?: string;
      /** Data files must lie inside one of these absolute folders; absent: no limit (the command line). */
      readonly roots?: readonly string[];
      /** Number of updates after which it ends, with a trace of that snapshot; absent: trains to the end. */
      readonly updates?: number;
      /**
       * Two Int32 in shared memory. The first: anything but 0 means cancel. The second: 1 once there is a run
       * folder that must be left in order, 2 where the thread is ended before there is one.
       */
      readonly cancel: SharedArrayBuffer;
    }
  | {
      readonly request: 'spectrum';
      readonly id: number;
      /** Absolute path of a checkpoint. */
      readonly file: string;
      /** Names of blocks (see `Spectrum.name`), or all recurrent blocks. */
      readonly blocks: readonly string[] | 'all';
    }
  | {
      /** The eigenvalues of one block alone. */
      readonly request: 'eigenvalues';
      readonly id: number;
      /** Absolute path of a file with weights. */
      readonly file: string;
      readonly block: string;
    }
  | {
      /** Diagnoses a run, and writes `findings.json` into its folder. */
      readonly request: 'diagnose';
      readonly id: number;
      /** Absolute folder of the run. */
      readonly folder: string;
      readonly limits: Partial<Thresholds>;
    }
  | ({
      readonly request: 'analyse';
      readonly id: number;
      /** Absolute folder of the run. */
      readonly folder: string;
    } & AnalysedLayer)
  | ({
      readonly request: 'embedding';
      readonly id: number;
      /** Absolute folder of the run. */
      readonly folder: string;
    } & EmbeddingQuestion)
  | ({
      /** Writes a run's model in a format of other programs. */
      readonly request: 'export';
      readonly id: number;
      /** Absolute folder of the run. */
      readonly folder: string;
      /** Absolute path of its config, to which the data file's path is relative. */
      readonly config: string;
      /** Folders that the data file must lie in, as in a training. */
      readonly roots?: readonly string[];
    } & ModelExport)
  | ({ readonly request: 'pick'; readonly id: number } & PickRequest)
  | ({ readonly request: 'predict'; readonly id: number } & PredictRequest)
  | ({
      /** Searches the data for a pattern; in a thread of its own, which is ended to cancel it. */
      readonly request: 'findPattern';
      /** Absolute folder of the run. */
      readonly folder: string;
      /** Absolute path of its config, to which the data file's path is relative. */
      readonly config: string;
      /** Folders that the data file must lie in, as in a training. */
      readonly roots?: readonly string[];
    } & PatternQuestion);

/** Writes the predictions of a run's model to a file. */
export interface PredictRequest {
  /** Absolute folder of the run. */
  readonly folder: string;
  /** Absolute path of its config, to which the data file's path is relative. */
  readonly config: string;
  /** Folders that data files must lie in, as in `train`. */
  readonly roots?: readonly string[];
  /** Absolute path of a file with new data; null: the run's own. */
  readonly data: string | null;
  /** The part of the run's own data; null: the set that is watched in training. */
  readonly set: SetName | 'all' | null;
  /** Steps to forecast behind the end of the data. */
  readonly steps: number;
  /** Absolute path of the file: `.csv`, `.jsonl` or `.npz`. */
  readonly out: string;
  /** One Int32 in shared memory: anything but 0 means cancel. */
  readonly cancel: SharedArrayBuffer;
}

export interface PredictProgress {
  readonly doing: 'reading' | 'predicting';
  /** Bytes of the data file, or sequences. */
  readonly done: number;
  readonly total: number;
}

/** What was written. */
export interface PredictSummary {
  /** Lines of the file, and how many of them are a forecast. */
  readonly rows: number;
  readonly forecast: number;
  readonly sequences: number;
  /** Updates after which the weights were taken. */
  readonly step: number;
  /** Notes for the user, one sentence each. */
  readonly notes: readonly string[];
}

/** The form in which a model is exported. */
export interface ModelExport {
  readonly to: 'onnx' | 'pytorch';
  /** Whether the states before and after a call are inputs and outputs of an ONNX model. */
  readonly states: boolean;
  /** Absolute path of the file, or of the folder, which is made where there is none. */
  readonly out: string;
}

/** Finds a sequence, and records it with the weights of a snapshot. */
export interface PickRequest {
  /** Absolute folder of the run. */
  readonly folder: string;
  /** Absolute path of the config, to which the data file's path is relative. */
  readonly config: string;
  /** Folders that the data file must lie in, as in `train`. */
  readonly roots: readonly string[];
  /** The snapshot, as updates done. */
  readonly update: number;
  readonly pick: SequenceQuery;
  /** One Int32 in shared memory: anything but 0 means cancel. */
  readonly cancel: SharedArrayBuffer;
}

/** A layer of one probe, at one snapshot. */
export interface AnalysedLayer {
  /** Updates done when the trace was made. */
  readonly update: number;
  readonly probe: ProbeKey;
  /** Name of the layer, as in a trace. */
  readonly layer: string;
}

/** The pattern that is searched for in the data of a run. */
export interface PatternQuestion {
  /** Updates done at the snapshot whose weights are used. */
  readonly update: number;
  /** Name of the layer, as in a trace. */
  readonly layer: string;
  readonly state: 'h' | 'c';
  readonly pattern: Pattern;
  /**
   * The place where the pattern was seen: a sequence of the set that is watched (null: another one), and its
   * steps `from … to − 1`.
   */
  readonly origin: { readonly sequence: number | null; readonly from: number; readonly to: number };
  /** Steps to show on either side of a match. */
  readonly context: number;
}

export interface PatternMatch {
  readonly set: 'training' | 'validation';
  readonly sequence: number;
  readonly label: string;
  readonly range: PatternRange;
  /** Indices among the pattern's units of those that are on. */
  readonly units: readonly number[];
  /** Whether it is the place where the pattern was seen. */
  readonly own: boolean;
  readonly context: PatternContext;
}

/** A match without its context. */
export type BareMatch = Omit<PatternMatch, 'context'>;

/** A match and some steps around it; for a long match its beginning. */
export interface PatternContext {
  /** The first step. */
  readonly from: number;
  readonly steps: number;
  /** The input at each step, in words where there are any; else empty. */
  readonly labels: readonly string[];
  /** Number of the pattern's units that are shown, from the first on. */
  readonly shown: number;
  /** `[steps][shown]` h, or tanh c. */
  readonly values: Float32Array;
  /** A value for each step, in the data's own units; none where there are many inputs. */
  readonly inputs: readonly { readonly name: string; readonly values: Float32Array }[];
}

export interface PatternFound {
  /** The best matches, with the range itself before all others. */
  readonly matches: readonly PatternMatch[];
  /** Places with at least half of the units, and those with all of them. */
  readonly places: { readonly all: number; readonly whole: number };
  /** Sequences that were searched. */
  readonly looked: number;
  /** Sequences that exist. */
  readonly sequences: number;
}

/** Progress of a search. */
export type PatternProgress = Pick<PatternFound, 'looked' | 'sequences'>;

export type WorkerReply =
  /** Events of a run since the last reply, in order. */
  | { readonly reply: 'run'; readonly events: readonly RunEvent[] }
  | { readonly reply: 'spectrum'; readonly id: number; readonly spectra: readonly Spectrum[] }
  | { readonly reply: 'eigenvalues'; readonly id: number; readonly values: Float32Array }
  | { readonly reply: 'diagnosis'; readonly id: number; readonly diagnosis: Diagnosis }
  | { readonly reply: 'analysis'; readonly id: number; readonly analysis: LayerAnalysis }
  | { readonly reply: 'embedding'; readonly id: number; readonly facts: EmbeddingFacts }
  | ({ readonly reply: 'predictProgress'; readonly id: number } & PredictProgress)
  /** Null if it was cancelled. */
  | { readonly reply: 'predicted'; readonly id: number; readonly summary: PredictSummary | null }
  | { readonly reply: 'exported'; readonly id: number }
  | ({ readonly reply: 'pickProgress'; readonly id: number } & PickProgress)
  /** Null if it was cancelled. */
  | { readonly reply: 'picked'; readonly id: number; readonly picked: PickedSequence | null }
  | ({ readonly reply: 'looked' } & PatternProgress)
  | { readonly reply: 'pattern'; readonly found: PatternFound | null; readonly why: string | null }
  | { readonly reply: 'error'; readonly id: number; readonly message: string };
