/** A run, as its files and its events tell it. Types only. */
import type { Finding } from '../analysis/diagnosis/evidence/finding';
import type { Config } from '../config/schema';
import type { Baseline, DataFacts, TargetKind } from '../data/common/dataset';
import type { EpochEvent, NonFinitePlace, UpdateEvent } from '../engine/training';
import type { Scaling } from '../notation/scaling';

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
  readonly nonFinite?: NonFinitePlace;
  /** What the network is fed and asked, for the views: names and scaling of inputs and outputs. */
  readonly signals: Signals;
}

export interface Signals {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly inputScaling: readonly Scaling[];
  readonly outputScaling: readonly Scaling[];
  readonly targetKind: TargetKind;
}

/** One line of `metrics.jsonl`: an update, or the end of an epoch. */
export type Metric = (UpdateEvent | EpochEvent) & {
  /** Since the run began; a resumed run counts on. */
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
      /** What was probably meant in the place of its value. */
      readonly meant?: string;
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
