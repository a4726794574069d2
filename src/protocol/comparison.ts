/**
 * A comparison: variants of one config, each trained for the same number of updates; or runs of the list.
 * Types only.
 */
import type { Finding } from '../analysis/diagnosis/evidence/finding';
import type { TrialOutcome } from '../analysis/diagnosis/outcome';
import type { Baseline } from '../data/common/dataset';
import type { SetMetrics } from '../metrics/measured';
import type { Diagnosis, RunStatus } from './run';

export interface ComparedRun {
  /** `lstm`, `with forget bias 1`. */
  readonly label: string;
  readonly status: 'waiting' | RunStatus;
  /** Why it failed. */
  readonly error: string | null;
  /** Absolute folder of its run; null before there is one. */
  readonly folder: string | null;
  readonly parameters: number | null;
  readonly steps: number;
  readonly epochs: number;
  /** Mean over its updates, without the work between epochs; null before there are two. */
  readonly secondsPerUpdate: number | null;
  /**
   * Loss of the last epoch on the validation set; without either, the mean of the last tenth of the updates.
   */
  readonly loss: number | null;
  /** Metrics of the last epoch, on the validation set or else on the measured part of the training set. */
  readonly metrics: SetMetrics | null;
  /** What a step of a text is; absent for other data. */
  readonly token?: string;
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
  /**
   * The costs of the quickest and the gains of the others, in a sentence; null until all have ended, or where
   * there is nothing to compare.
   */
  readonly summary: string | null;
  /** For the trial of a fix, the finding that it addresses and its outcome; null for any other comparison. */
  readonly trial: {
    readonly finding: Finding;
    /** Index in `finding.fixes`. */
    readonly fix: number;
    readonly outcome: TrialOutcome | null;
  } | null;
}
