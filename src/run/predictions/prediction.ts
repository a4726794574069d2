/** One prediction of a trained model, in the data's own units, and what all predictions of a file share. */
import type { SetName, TargetKind } from '../../data/common/dataset';

/** `new`: a file that the training did not read; `forecast`: steps behind the end of the data. */
export type PredictedSet = SetName | 'new' | 'forecast';

export interface Prediction {
  readonly set: PredictedSet;
  /** Number of the sequence in its set; in a forecast, number of the series. */
  readonly sequence: number;
  /** Output step of the sequence; in a forecast, how many steps behind the data, from 1. */
  readonly step: number;
  /** Physical line of the target in the data file, from 1; null where it lies behind the end. */
  readonly line: number | null;
  /** The date of the target, or the series of a forecast; empty where there is none. */
  readonly at: string;
  /** A value for each output, or the class; null where the data does not hold it. */
  readonly target: readonly number[] | null;
  /** A value for each output, 0 or 1 for yes/no, or the class. */
  readonly prediction: readonly number[];
  /** `[O]` probability of each class, or of each yes; null for values. */
  readonly probabilities: Float32Array | null;
}

export interface PredictionLayout {
  readonly targetKind: TargetKind;
  /** A column or a class for each output. */
  readonly outputs: readonly string[];
}

/** The receiver of predictions: a file of one of the formats. */
export interface PredictionFile {
  write(prediction: Prediction): void;
  /** Puts the file in its place. */
  finish(): void;
  /** Removes what was written, because the predictions are not complete. */
  abandon(): void;
}

/**
 * Most classes of which each has its probability in a table; with more of them, only the predicted class has.
 */
export const mostClassColumns = 200;

/** The probability of the predicted class. */
export function probabilityOf({ prediction, probabilities }: Prediction): number | null {
  return probabilities === null ? null : readableProbability(probabilities[prediction[0]]);
}

/** A Float32 with the digits that it has. */
export function readableProbability(probability: number): number {
  return Number(probability.toPrecision(8));
}
