/**
 * What is measured of a model on a set of sequences. These objects are written to `metrics.jsonl`, `run.json`
 * and `evaluation.json`, so their keys are public. Types only.
 */
import type { SetName } from '../data/common/dataset';
import type { MeasuredName } from '../notation/metrics';

/** Null stands for a metric that is not defined, such as R² of targets that are all the same. */
export type Measure = number | null;

/** The metrics of a set; which of them there are depends on the kind of the targets. */
export type SetMetrics = { readonly [name in MeasuredName]?: Measure } & {
  /** The metrics of each target column, where there are several. */
  readonly columns?: readonly ColumnMetrics[];
};

/** The metrics of one target column: of values in the data's own units, or of yes and no. */
export type ColumnMetrics = { readonly [name in 'rmse' | 'mae' | 'r2' | 'accuracy' | 'f1']?: Measure };

/** The metrics of a moment of the training. */
export interface EpochMetrics {
  /** Null without a validation set. */
  readonly validation: SetMetrics | null;
  /** Of a fixed part of the training set; null where its loss is not finite. */
  readonly training: SetMetrics | null;
}

/** A target step of a sequence. */
export interface Place {
  readonly sequence: number;
  readonly step: number;
}

export interface ClassScore {
  /** Target steps of this class, answers of this class, and those that are both. */
  readonly support: number;
  readonly answered: number;
  readonly right: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** One cell of the confusion matrix, with the first places that fall into it. */
export interface ConfusionCell {
  readonly target: number;
  readonly answer: number;
  readonly count: number;
  /** Of all target steps of this class. */
  readonly share: number;
  readonly places: readonly Place[];
}

export interface ClassDetail {
  readonly of: 'classes';
  /** In the order of the outputs. */
  readonly classes: readonly ClassScore[];
  /** The cells that are not empty, row by row; null where there are more than `mostConfused` classes. */
  readonly confusion: readonly ConfusionCell[] | null;
  /** Accuracy of always answering with the class that is most frequent in this set. */
  readonly mostFrequent: number;
}

export interface ColumnDetail {
  readonly rmse: number;
  readonly mae: number;
  readonly r2: Measure;
  /** Mean of prediction − target. */
  readonly bias: number;
  /** The naive forecast on the same set, where there is one. */
  readonly naive: { readonly rmse: number; readonly mae: number; readonly r2: Measure } | null;
}

/** A target step with its prediction and target for the first columns, in the data's own units. */
export interface Point extends Place {
  /** What the network has read at that step, such as a date; empty where nothing is known of it. */
  readonly label: string;
  readonly predicted: readonly number[];
  readonly target: readonly number[];
  /** prediction − target. */
  readonly error: readonly number[];
}

export interface ValueDetail {
  readonly of: 'values';
  readonly columns: readonly ColumnDetail[];
  /** In the order of the data: every target step, or one of about `thinning`, spread evenly. */
  readonly points: readonly Point[];
  readonly thinning: number;
}

export interface BinaryScore extends ClassScore {
  readonly accuracy: number;
}

export interface BinaryDetail {
  readonly of: 'binary';
  readonly columns: readonly BinaryScore[];
}

/** `evaluation.json` in a run's folder: the latest measurement in full. */
export interface Evaluation {
  /** Updates and epochs done. */
  readonly step: number;
  readonly epoch: number;
  readonly metrics: EpochMetrics;
  /** The set of `detail`: validation, or the measured part of training where there is no validation set. */
  readonly set: SetName;
  /** Sequences and target steps that were measured for it. */
  readonly sequences: number;
  readonly targets: number;
  readonly detail: ClassDetail | ValueDetail | BinaryDetail;
  /** Labels of sequences that `detail` names, as `[sequence, label]`; at most 2,000. */
  readonly labels: readonly (readonly [sequence: number, label: string])[];
}
