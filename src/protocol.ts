/**
 * Every message between the worker, the extension host and the panel, as discriminated unions.
 * Types only: nothing here runs.
 */
import type { RunFacts } from './analysis/diagnosis/evidence';
import type { Finding } from './analysis/diagnosis/finding';
import type { TrialOutcome } from './analysis/diagnosis/outcome';
import type { Thresholds } from './analysis/diagnosis/thresholds';
import type { LayerAnalysis } from './analysis/layerAnalysis';
import type { Spectrum } from './analysis/spectrum';
import type { Config } from './config/schema';
import type { Baseline, DataFacts } from './data/dataset';

// ---------------------------------------------------------------------------------------------------------------------
// A run, as its files and its events tell it

/** `interrupted`: it was running, and its process is gone. Only readers say so. */
export type RunStatus = 'running' | 'completed' | 'stoppedEarly' | 'cancelled' | 'failed' | 'interrupted';

/** `run.json` in a run's folder. */
export interface RunRecord {
  readonly status: RunStatus;
  /** The config file's name without `.unroll.json`. */
  readonly name: string;
  /** Path of the config file relative to the folder that holds `.unroll`; of a run elsewhere, to its own folder. */
  readonly config: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly versions: { readonly unroll: string; readonly node: string };
  /** Which build of the engine's kernels computes: another one rounds otherwise. Absent in older runs. */
  readonly kernels?: 'plain' | 'relaxed';
  /** Threads that share its work; the result does not depend on it. Absent in older runs. */
  readonly threads?: number;
  /** What the engine takes. Absent in older runs. */
  readonly memory?: {
    readonly bytes: number;
    /** Steps whose tape is kept at once. */
    readonly segment: number;
    /** Whether these are fewer than the steps of an update, so that forward passes are computed twice. */
    readonly recomputed: boolean;
  };
  /** Who writes it. */
  readonly process: { readonly id: number; readonly host: string };
  /** SHA-256 of the data file's bytes, or of the task's settings. */
  readonly dataFingerprint: string;
  readonly parameters: number;
  readonly baseline: Baseline;
  /** What reading the data did: rows filled in or dropped, columns left out. */
  readonly notes: readonly string[];
  /** What reading the data measured for a diagnosis. Absent in older runs and of generated tasks. */
  readonly facts?: DataFacts;
  /** Updates and epochs done. */
  readonly steps: number;
  readonly epochs: number;
  /** Updates and epochs planned. */
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /** Why it failed, in one line. */
  readonly error?: string;
  /** The first value that was not finite, where it failed on one. Absent in older runs. */
  readonly nonFinite?: RunFacts['nonFinite'];
  /** What the network is fed and asked, for the views: names and scaling of inputs and outputs. */
  readonly signals: Signals;
}

export interface Signals {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly inputScaling: readonly { offset: number; scale: number }[];
  readonly outputScaling: readonly { offset: number; scale: number }[];
  readonly targetKind: 'values' | 'binary' | 'classes';
}

/** One line of `metrics.jsonl`: an optimizer step, or the end of an epoch. */
export type Metric =
  | {
      readonly event: 'step';
      /** Updates done, counted from 1. */
      readonly step: number;
      /** Epoch this update belongs to, counted from 1. */
      readonly epoch: number;
      readonly loss: number;
      /** Global 2-norm of the gradient before clipping. */
      readonly gradientNorm: number;
      readonly clipped: boolean;
      readonly learningRate: number;
      /** Since the run began; a resumed run counts on. */
      readonly seconds: number;
    }
  | {
      readonly event: 'epoch';
      readonly step: number;
      readonly epoch: number;
      /** Mean over all target steps of the epoch, as the weights were at each update. */
      readonly trainLoss: number;
      /** After the epoch; null without a validation set. */
      readonly validationLoss: number | null;
      readonly seconds: number;
    };

/** What a run says while it goes on. The command line prints these with `--json`. */
export type RunEvent =
  | { readonly event: 'loading'; readonly file: string; readonly bytes: number; readonly totalBytes: number }
  | {
      readonly event: 'started';
      /** The run's folder, absolute. */
      readonly run: string;
      readonly record: RunRecord;
      readonly config: Config;
      /** True where this run goes on from a checkpoint. */
      readonly resumed: boolean;
    }
  | Metric
  | {
      /** A trace has been written, and the checkpoint holds the weights it was made with. */
      readonly event: 'trace';
      readonly step: number;
      readonly epoch: number;
      /** Absolute path of the safetensors file with the traces of all probes at this step. */
      readonly file: string;
    }
  | {
      readonly event: 'finished';
      readonly status: Exclude<RunStatus, 'running' | 'interrupted'>;
      /** The run's folder; absent where it failed before there was one. */
      readonly run: string | null;
      readonly steps: number;
      readonly epochs: number;
      readonly seconds: number;
      readonly trainLoss: number | null;
      readonly validationLoss: number | null;
      readonly baseline: Baseline | null;
      /** With status `failed`: one line that says what, where, and what would be valid. */
      readonly error?: string;
      /** True where the config or the data is to blame (exit code 2), false where the run itself failed (1). */
      readonly badInput?: boolean;
      /** The config key the problem hangs on. */
      readonly key?: readonly (string | number)[];
      /** Where the failure is a fault of Unroll itself. */
      readonly stack?: string;
    };

export interface DatedFinding extends Finding {
  /** Updates done when it was first seen, without a break since. Absent in older runs. */
  readonly since?: number;
}

/** `findings.json` in a run's folder: what the diagnosis last said of it. */
export interface Diagnosis {
  /** Updates done when it was made. */
  readonly step: number;
  /** The gravest first. */
  readonly findings: readonly DatedFinding[];
  /** How far back credit goes; null where nothing has been watched that tells. */
  readonly reach: {
    /** As in a trace's names. */
    readonly layer: string;
    /** The largest distance, in steps, at which credit is at least `creditReached` of what it is at the target. */
    readonly horizon: number;
    /** The largest distance that there is. */
    readonly span: number;
  } | null;
}

// ---------------------------------------------------------------------------------------------------------------------
// A comparison: variants of one config, each trained for the same number of updates

export interface ComparedRun {
  /** `lstm`, `with forget bias 1`. */
  readonly label: string;
  readonly status: 'waiting' | RunStatus;
  /** Why it failed. */
  readonly error: string | null;
  /** Of its run, absolute; null before there is one. */
  readonly folder: string | null;
  readonly parameters: number | null;
  readonly steps: number;
  readonly epochs: number;
  /** Mean over its updates, without what comes between epochs; null before there are two. */
  readonly secondsPerUpdate: number | null;
  /** Of the last epoch on the validation set; without either, the mean of the last tenth of the updates. */
  readonly loss: number | null;
  readonly baseline: Baseline | null;
  /** Null until it has been diagnosed, after its last update. */
  readonly diagnosis: Diagnosis | null;
}

export interface Comparison {
  readonly id: number;
  /** `Try it: Use an LSTM with forget bias 1`, `Compare cells`. */
  readonly title: string;
  /** Updates of each run, at most; null where each trains to its end. */
  readonly updates: number | null;
  readonly runs: readonly ComparedRun[];
  /** What the quickest costs and the others buy, in a sentence; null until all have ended, or where there is nothing to say. */
  readonly summary: string | null;
  /** Of a fix that is tried, the finding it is meant for and what came of it; null of any other comparison. */
  readonly trial: {
    readonly finding: Finding;
    /** Index in `finding.fixes`. */
    readonly fix: number;
    readonly outcome: TrialOutcome | null;
  } | null;
}

// ---------------------------------------------------------------------------------------------------------------------
// Worker

export type WorkerRequest =
  | {
      readonly request: 'train';
      /** Absolute path of the config. */
      readonly config: string;
      /** Its text; the editor's may be newer than the file's. */
      readonly text: string;
      /** Absolute folder of the new run; absent: `.unroll/<name>/<time>-<letters>` beside the config. */
      readonly out?: string;
      /** Absolute folder of a run to go on with. */
      readonly resume?: string;
      /** Data files must lie inside one of these absolute folders; absent: no limit (the command line). */
      readonly roots?: readonly string[];
      /** Ends after so many updates, with a trace of that moment; absent: trains to the end. */
      readonly updates?: number;
      /**
       * Two Int32 in shared memory. The first: anything but 0 means cancel. The second: 1 once there is a run folder that
       * must be left in order, 2 where the thread is ended before there is one.
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
    } & AnalysedLayer);

/** A layer of one probe, at one moment of training. */
export interface AnalysedLayer {
  /** Updates done when the trace was made. */
  readonly step: number;
  /** Index among the trace's probes. */
  readonly probe: number;
  /** As in a trace's names. */
  readonly layer: string;
}

export type WorkerReply =
  /** What a run said since the last reply, in order. */
  | { readonly reply: 'run'; readonly events: readonly RunEvent[] }
  | { readonly reply: 'spectrum'; readonly id: number; readonly spectra: readonly Spectrum[] }
  | { readonly reply: 'eigenvalues'; readonly id: number; readonly values: Float32Array }
  | { readonly reply: 'diagnosis'; readonly id: number; readonly diagnosis: Diagnosis }
  | { readonly reply: 'analysis'; readonly id: number; readonly analysis: LayerAnalysis }
  | { readonly reply: 'error'; readonly id: number; readonly message: string };

// ---------------------------------------------------------------------------------------------------------------------
// Panel

/** Which numbers a key takes. Absent limits are none. */
export interface NumberLimits {
  readonly integer: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Larger than this, not equal to it. */
  readonly above?: number;
  /** Smaller than this, not equal to it. */
  readonly below?: number;
}

/** A field of the config form. The host makes them from the schema; the panel only draws them. */
export interface FormField {
  /** Where it stands in the config, such as `['training', 'optimizer', 'learningRate']`. */
  readonly path: readonly string[];
  /** The key itself: `learningRate`. */
  readonly label: string;
  /** Markdown-free documentation. */
  readonly description: string;
  /** Name of its `FormGroup`. */
  readonly group: string;
  readonly kind:
    | { readonly type: 'choice'; readonly options: readonly string[] }
    /** `words` may stand in its place, such as `auto`. */
    | ({ readonly type: 'number'; readonly words: readonly string[] } & NumberLimits)
    | { readonly type: 'boolean' }
    | { readonly type: 'text' }
    | {
        readonly type: 'list';
        readonly of: 'text' | NumberLimits;
        /** How many items are valid. */
        readonly fewest: number;
        readonly most?: number;
      }
    /** One or more columns of the data file, whose columns are known. */
    | { readonly type: 'columns'; readonly many: boolean; readonly columns: readonly FormColumn[] }
    /** The variants of `compare`, by their names; changed in the editor. */
    | { readonly type: 'variants' };
  /** The value in force; undefined where there is none. */
  readonly value: FormValue | undefined;
  /** False where the value is the default because the file does not say. */
  readonly set: boolean;
  /** The value in force where the file does not say. */
  readonly default?: FormValue;
  /** In a word, what holds where the file does not say and there is no default: `off`, `by the targets`. */
  readonly unset: string;
  /** Whether the config is broken without it. */
  readonly required: boolean;
  /** Why it has no meaning with the other choices: `only with "cell": "gru"`. Such a field is not to be set. */
  readonly needs?: string;
  readonly problem?: FormProblem;
}

export type FormValue = string | number | boolean | readonly (string | number)[];

export interface FormColumn {
  readonly name: string;
  /** `numbers`, `7 words, 2 missing` */
  readonly holds: string;
}

export interface FormProblem {
  /** At a field without the key that it is shown at. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** In the file, from 1. */
  readonly line: number;
  /** The key that it hangs on; empty for the text as a whole. */
  readonly path: readonly (string | number)[];
}

/** A part of the config form: an object of the config. */
export interface FormGroup {
  readonly path: readonly string[];
  readonly name: string;
  readonly description: string;
  /** Those of its keys that have no field, and of the object as a whole. */
  readonly problems: readonly FormProblem[];
}

/** A task that a new config can begin with. */
export interface FormPreset {
  readonly task: PresetTask;
  readonly name: string;
  /** What it asks of a network. */
  readonly about: string;
  /** What to look for when it has been trained. */
  readonly look: string;
}

export type PresetTask = 'adding' | 'copy' | 'temporal-order' | 'sine';

/** The config as a form. */
export interface Form {
  /** Path of the config, relative to the workspace. */
  readonly file: string;
  readonly groups: readonly FormGroup[];
  readonly fields: readonly FormField[];
  /** Those that belong to no group. */
  readonly problems: readonly FormProblem[];
  /** False where the text is no JSON, so that a form cannot change it safely. */
  readonly editable: boolean;
  /** What a new config can begin with. */
  readonly presets: readonly FormPreset[];
}

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
  /** Names of DESIGN: `x`, `y`, `loss`, `l0.h`, `l0.c`, `l0.gate.f`, `l0.grad.h`, … each `[T, ·]`; also `target`. */
  readonly tensors: readonly PanelTensor[];
}

/** Values that the panel needs. */
export interface WantedTensor {
  /** The moment, as updates done. */
  readonly step: number;
  /** Index among the trace's probes; null for a block of recurrent weights. */
  readonly probe: number | null;
  readonly name: string;
}

export type PanelView = 'loss' | 'comparison' | 'states' | 'gates' | 'gradients' | 'memory' | 'weights';

export type HostToPanel =
  | ({ readonly type: 'form' } & Form)
  /** A run to show, with its course so far; replaces what was shown. Null: there is no run yet. */
  | {
      readonly type: 'run';
      readonly run: {
        readonly folder: string;
        readonly record: RunRecord;
        readonly cell: 'rnn' | 'lstm' | 'gru';
        readonly metrics: readonly Metric[];
      } | null;
    }
  /** New metrics of the run that is shown, in order, gathered over at most a few frames. */
  | { readonly type: 'metrics'; readonly record: RunRecord; readonly metrics: readonly Metric[] }
  | { readonly type: 'loading'; readonly file: string; readonly bytes: number; readonly totalBytes: number }
  /** Updates after which the run that is shown was watched, rising: what can be looked at. */
  | { readonly type: 'moments'; readonly steps: readonly number[] }
  /** The moment to show: what was watched then. Values are sent when they are asked for. */
  | {
      readonly type: 'trace';
      readonly step: number;
      readonly epoch: number;
      readonly probes: readonly PanelProbe[];
    }
  | { readonly type: 'weights'; readonly step: number; readonly blocks: readonly WeightBlock[] }
  /** Elements from `at` on of a tensor that was asked for; parts come in order. */
  | ({ readonly type: 'part'; readonly at: number; readonly values: Float32Array } & WantedTensor)
  | { readonly type: 'spectrum'; readonly step: number; readonly spectrum: Spectrum }
  /** The eigenvalues of a block at another moment of the run, `[H][2]` real and imaginary parts in no order. */
  | {
      readonly type: 'trail';
      readonly block: string;
      readonly step: number;
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
  /** A comparison as it stands; null when it has been closed. */
  | { readonly type: 'comparison'; readonly comparison: Comparison | null }
  /** New metrics of one of its runs, in order. */
  | {
      readonly type: 'comparisonMetrics';
      readonly id: number;
      readonly run: number;
      readonly metrics: readonly Metric[];
    }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'show'; readonly view: PanelView };

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
  | { readonly type: 'moment'; readonly step: number | null }
  /** What is needed now, the most urgent first; what was asked for before and has not come is needed no more. */
  | { readonly type: 'tensors'; readonly wanted: readonly WantedTensor[] }
  | { readonly type: 'spectrum'; readonly step: number; readonly block: string }
  | ({ readonly type: 'analyse' } & AnalysedLayer)
  /** Opens the documentation: a page of docs/ and a heading in it, as in a link. */
  | { readonly type: 'explain'; readonly page: 'math' | 'diagnosis'; readonly heading: string }
  /** Shows the finding at its config key in the editor. Indices in the diagnosis that is shown. */
  | { readonly type: 'showFinding'; readonly finding: number }
  | { readonly type: 'applyFix'; readonly finding: number; readonly fix: number }
  | { readonly type: 'tryFix'; readonly finding: number; readonly fix: number }
  /** Applies the fix that the comparison has tried. */
  | { readonly type: 'applyTried' }
  | { readonly type: 'closeComparison' };
