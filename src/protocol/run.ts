/** A run in its files and its events. Types only. */
import type { Finding } from '../analysis/diagnosis/evidence/finding';
import type { Config } from '../config/schema';
import type { Baseline, DataFacts, TargetKind } from '../data/common/dataset';
import type { EmbeddingSpec } from '../engine/spec';
import type { EpochEvent, NonFinitePlace, UpdateEvent } from '../engine/training';
import type { EpochMetrics } from '../metrics/measured';
import type { Scaling } from '../notation/scaling';

/** `interrupted`: it was running, and its process is gone. Only readers assign it. */
export type RunStatus = 'running' | 'completed' | 'stoppedEarly' | 'cancelled' | 'failed' | 'interrupted';

/** `run.json` in a run's folder. */
export interface RunRecord {
  readonly status: RunStatus;
  /** The config file's name without `.unroll.json`. */
  readonly name: string;
  /**
   * Path of the config file relative to the folder that holds `.unroll`; for a run elsewhere, to its own
   * folder.
   */
  readonly config: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly versions: { readonly unroll: string; readonly node: string };
  /**
   * The build of the engine's kernels that computes the run: another one rounds differently. Absent in older
   * runs.
   */
  readonly kernels?: 'plain' | 'relaxed';
  /** Threads that share its work; the result does not depend on it. Absent in older runs. */
  readonly threads?: number;
  /** Memory of the engine. Absent in older runs. */
  readonly memory?: {
    readonly bytes: number;
    /** Steps whose tape is kept at once. */
    readonly segment: number;
    /** Whether these are fewer than the steps of an update, so that forward passes are computed twice. */
    readonly recomputed: boolean;
  };
  /** The process that writes it. */
  readonly process: { readonly id: number; readonly host: string };
  /** SHA-256 of the data file's bytes, or of the task's settings. */
  readonly dataFingerprint: string;
  readonly parameters: number;
  readonly baseline: Baseline;
  /** Notes on reading the data: rows filled in or dropped, columns left out. */
  readonly notes: readonly string[];
  /**
   * Measurements for a diagnosis, taken when reading the data. Absent in older runs and for generated tasks.
   */
  readonly facts?: DataFacts;
  /** Updates and epochs done. */
  readonly steps: number;
  readonly epochs: number;
  /** Updates and epochs planned. */
  readonly plannedSteps: number;
  readonly plannedEpochs: number;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  /** Metrics of the weights after the last epoch, or of the best ones at the end. Absent in older runs. */
  readonly metrics?: EpochMetrics | null;
  /** Why it failed, in one line. */
  readonly error?: string;
  /** The first value that was not finite, where this was the cause of the failure. Absent in older runs. */
  readonly nonFinite?: NonFinitePlace;
  /** Names and scaling of the network's inputs and outputs, for the views. */
  readonly signals: Signals;
}

export interface Signals {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly inputScaling: readonly Scaling[];
  /** The embeddings, whose components are the last inputs; absent where there are none. */
  readonly embeddings?: readonly EmbeddingSpec[];
  readonly outputScaling: readonly Scaling[];
  readonly targetKind: TargetKind;
  /** What a step of a text is: `character`, `word`. Absent for other data, and in older runs. */
  readonly token?: string;
}

/** One line of `metrics.jsonl`: an update, or the end of an epoch. */
export type Metric = (UpdateEvent | EpochEvent) & {
  /** Seconds since the run began; a resumed run counts on. */
  readonly seconds: number;
};

/** Events that a run reports while it trains. The command line prints these with `--json`. */
export type RunEvent =
  | { readonly event: 'loading'; readonly file: string; readonly bytes: number; readonly totalBytes: number }
  | {
      readonly event: 'started';
      /** The run's folder, absolute. */
      readonly run: string;
      readonly record: RunRecord;
      readonly config: Config;
      /** Whether this run was resumed from a checkpoint. */
      readonly resumed: boolean;
    }
  | Metric
  | {
      /** A trace has been written, and the checkpoint holds the weights it was made with. */
      readonly event: 'trace';
      readonly step: number;
      readonly epoch: number;
      /** Absolute path of the safetensors file with the traces of all probes at this snapshot. */
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
      /** Metrics of the weights that the run ends with; null where it ended before its first epoch. */
      readonly metrics: EpochMetrics | null;
      readonly baseline: Baseline | null;
      /** With status `failed`: one line that states what failed, where, and what would be valid. */
      readonly error?: string;
      /**
       * True where the config or the data is to blame (exit code 2), false where the run itself failed (1).
       */
      readonly badInput?: boolean;
      /** The config key that causes the problem. */
      readonly key?: readonly (string | number)[];
      /** The value that was probably meant. */
      readonly meant?: string;
      /** Present where the failure is a fault of Unroll itself. */
      readonly stack?: string;
    };

export interface DatedFinding extends Finding {
  /** Updates done when it was first seen, without a break since. Absent in older runs. */
  readonly since?: number;
}

/** `findings.json` in a run's folder: the latest diagnosis of the run. */
export interface Diagnosis {
  /** Updates done when it was made. */
  readonly step: number;
  /** The gravest first. */
  readonly findings: readonly DatedFinding[];
  /** The distance over which credit reaches back; null where no trace shows it. */
  readonly reach: {
    /** Name of the layer, as in a trace. */
    readonly layer: string;
    /**
     * The largest distance, in steps, at which credit is at least `creditReached` of its value at the target.
     */
    readonly horizon: number;
    /** The largest possible distance. */
    readonly span: number;
  } | null;
}
