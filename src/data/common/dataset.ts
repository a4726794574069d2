/**
 * The data that is fed to the engine: sequences with targets, and where they come from. Readers (`table`,
 * `text`, `records`, `tasks`) make a `Dataset`; the engine only knows this file.
 */
import type { Scaling } from '../../notation/scaling';
import type { TrainedData } from './trainedData';

/** A shape of the sequence task; see `task.shape` in the config. */
export type SequenceShape = 'one-to-one' | 'one-to-many' | 'many-to-one' | 'many-to-many' | 'encoder-decoder';

/**
 * The kind of the targets: real values (`mse`), independent yes/no columns (`binaryCrossEntropy`) or one
 * class per step.
 */
export type TargetKind = 'values' | 'binary' | 'classes';

/**
 * One chunk of a padded batch, time-major and row-major: element `[t][b][i]` of `x` is at `(t·B + b)·I + i`.
 * The engine owns the arrays and reuses them; a `SequenceSet` fills one column `b` at a time.
 */
export interface BatchBuffer {
  /** B, the number of rows (sequences) the buffer has room for. */
  readonly size: number;
  /** T, the number of steps the buffer has room for. */
  readonly steps: number;
  /** `[T][B][inputSize]` inputs of the network that are numbers, already normalised. */
  readonly x: Float32Array | Float64Array;
  /** `[T][B][outputSize]` target values; used for `values` and `binary`. */
  readonly target: Float32Array | Float64Array;
  /** `[T][B]` target class, 0 … outputSize − 1; used for `classes`. */
  readonly targetClass: Int32Array;
  /** `[T][B]` 1 where the step has a target, 0 where it has none or is padding. */
  readonly mask: Uint8Array;
  /**
   * `[T][B]` for each of the data set's `embedded` inputs: the code of its token, −1 where the step is padding.
   * Absent where the caller has no use for them.
   */
  readonly codes?: readonly Int32Array[];
}

/** An input that is fed as the code of a token, for which the network learns a vector (an embedding). */
export interface EmbeddedInput {
  /** The column or field that it comes from; empty where the text is the only input. */
  readonly name: string;
  /** The tokens in the order of their codes. */
  readonly tokens: readonly string[];
}

/** The two parts of a data set. */
export type SetName = 'training' | 'validation';

/** The sequence that is shown for a line of the data file, and the role of the line in it. */
export interface LineHolder {
  readonly sequence: number;
  /**
   * `last`: its last input step, after which it predicts; `read`: another one; `predicted`: a target only.
   */
  readonly as: 'last' | 'read' | 'predicted';
}

/**
 * Sequences of one split. Indices run from 0 to `count − 1`, in the order of the data (time order for tables
 * and streams).
 */
export interface SequenceSet {
  readonly count: number;
  /**
   * Input steps of a sequence (the encoder's for `encoder-decoder`, 1 for `one-to-one` and `one-to-many`).
   */
  inputSteps(sequence: number): number;
  /**
   * Output steps of a sequence: equal to `inputSteps`, except for `encoder-decoder` (the decoder's steps) and
   * `one-to-many` (the generated ones).
   */
  outputSteps(sequence: number): number;
  /**
   * Writes input steps `from … to−1` of a sequence into column `b` of `batch`, at time 0 … to−from−1. Steps
   * past the end of the sequence are written as zeros. Where inputs and targets share one time axis (all
   * shapes except `one-to-many` and `encoder-decoder`) the targets and the mask of the same steps are written
   * too.
   */
  writeInputs(sequence: number, from: number, to: number, batch: BatchBuffer, b: number): void;
  /**
   * `one-to-many` and `encoder-decoder` only: writes targets and mask of output steps `from … to−1`,
   * and leaves `x` as it is (the engine feeds the decoder).
   */
  writeTargets(sequence: number, from: number, to: number, batch: BatchBuffer, b: number): void;
  /**
   * Text for people that states where a sequence comes from: `rows 120–149`, `line 17: "Ada"`, `sequence 3`.
   */
  label(sequence: number): string;
  /**
   * Text for people that states what the network reads at a step: `2012-04-30`, `'a'`; undefined where the
   * step number is enough.
   */
  stepLabel(sequence: number, step: number): string | undefined;
  /**
   * Position of a step in the data file, for lenses and the debugger: zero-based line, and column for text.
   */
  position?(sequence: number, step: number): { line: number; column: number } | undefined;
  /**
   * The reverse of `position`: the sequence for a zero-based line of the data file. Among all sequences that
   * include the line, it is the first of those in which the line has the most important role (see
   * `LineHolder`); undefined where no sequence includes it. The time for this grows with the file.
   */
  atLine?(line: number): LineHolder | undefined;
  /**
   * Place of the target of an output step in the data; undefined where the data is no file.
   */
  targetPlace?(sequence: number, step: number): TargetPlace | undefined;
  /**
   * Whether the data holds the target of an output step; absent: it always does. New data may lack it; the
   * mask is 1 there, too, because the step is predicted.
   */
  hasTarget?(sequence: number, step: number): boolean;
}

/** Where the data holds a target. */
export interface TargetPlace {
  /** Zero-based line of the data file; undefined where the target lies behind its end. */
  readonly line: number | undefined;
  /** Text for people, such as a date; undefined where the line is enough. */
  readonly label: string | undefined;
}

/** Data that a trained model reads to predict, and learns nothing from. */
export interface NewData {
  readonly set: SequenceSet;
  /** Notes for the user, one sentence each. */
  readonly notes: readonly string[];
  /**
   * Forecasts that feed predictions back.
   * @throws DataError where the inputs of a future step are not known
   */
  forecast(): { readonly series: readonly SeriesForecast[]; readonly notes: readonly string[] };
}

/** The steps behind the end of a series, which are predicted one after the other. */
export interface SeriesForecast {
  /** One sequence: the next to be predicted. */
  readonly set: SequenceSet;
  /** Rows that it predicts at once. */
  readonly rowsAtOnce: number;
  /** The series and the date of the k-th row behind the end, from 1, for people; empty where unknown. */
  at(k: number): string;
  /** Takes a predicted row, in the data's own units (or its class), as the one that is read next. */
  take(raw: readonly number[]): void;
}

/** A loss that needs no network, with which the losses of a run are compared. */
export interface Baseline {
  /** Shown to people: `naive forecast (tomorrow = today)`, `chance level 1/6`, `most frequent class`. */
  readonly name: string;
  readonly loss: number;
  /** Its errors in each target column, in the data's own units; absent where only the loss is known. */
  readonly columns?: readonly BaselineColumn[];
}

export interface BaselineColumn {
  readonly rmse: number;
  readonly mae: number;
}

export interface Dataset {
  readonly shape: SequenceShape;
  readonly targetKind: TargetKind;
  /** Number of input features that are numbers, or zeros and ones. */
  readonly inputSize: number;
  readonly outputSize: number;
  /** Inputs that are fed as codes of tokens, with `model.embedding`; absent where there are none. */
  readonly embedded?: readonly EmbeddedInput[];
  /** One name for each input feature: a column, `weather=rain`, a character, a task's channel. */
  readonly inputNames: readonly string[];
  /** One name for each output: a column, or a class. */
  readonly outputNames: readonly string[];
  /** Scaling of each input feature; `{offset: 0, scale: 1}` where nothing was scaled. */
  readonly inputScaling: readonly Scaling[];
  readonly targetScaling: readonly Scaling[];
  readonly training: SequenceSet;
  /** May be empty (`count` 0) when `validation` is 0. */
  readonly validation: SequenceSet;
  /** Measured on `validation` (on `training` where that is empty), or the task's published chance level. */
  readonly baseline: Baseline;
  /** The weight of each class in the loss, with `task.classWeights`; absent where all are 1. */
  readonly classWeights?: readonly number[];
  /** Notes for the user, one sentence each: rows filled in, rows dropped, columns left out. */
  readonly notes: readonly string[];
  /** Facts about the training part for the diagnosis; absent for the generated tasks. */
  readonly facts?: DataFacts;
  /** How the data is read, so that new data can be read alike; absent for the generated tasks. */
  readonly trained?: TrainedData;
}

/** Facts about the training part, measured while the data is read, on a bounded part of it. */
export interface DataFacts {
  /** Inputs that nearly determine a target at its own step, the closest first. */
  readonly closeInputs?: readonly CloseInput[];
  /** Places where sequences seem to continue into something unrelated. */
  readonly breaks?: CrossedBreaks;
  /** Steps that seem to be there only to fill sequences up to one length. */
  readonly padding?: FoundPadding;
}

/** Breaks within training sequences, at which another series, patient or name begins. */
export interface CrossedBreaks {
  /** `dates`: time goes back; `jumps`: values leap; `lines`: each line of a text stands alone. */
  readonly by: 'dates' | 'jumps' | 'lines';
  /** The column that identifies what belongs together, where there is one. */
  readonly column?: string;
  /** Number of breaks that sequences cross. */
  readonly count: number;
  /** Physical line after the first break, from 1. */
  readonly line: number;
  /** Share of the sequences that cross a break. */
  readonly sequences: number;
}

/** Steps at one end of records in which every input is the same number. */
export interface FoundPadding {
  readonly value: number;
  readonly at: 'start' | 'end';
  /** Share of all steps. */
  readonly steps: number;
  /** Share of the records that have such steps. */
  readonly records: number;
}

/** An input and the target that it nearly determines. */
export interface CloseInput {
  /** Name of the input, as in `inputNames`. */
  readonly input: string;
  /** The column or field from which it comes. */
  readonly column: string;
  /** The column, or the field, that is predicted. */
  readonly target: string;
  /**
   * Share of the target's variance that a straight line through the input explains; for classes, share of the
   * input's variance that the class explains (η²).
   */
  readonly explained: number;
  /** The same share for the last target that is known at that step; 0 where none is known. */
  readonly byHistory: number;
}

/**
 * The bytes of a file, and a way to cancel reading them. The caller opens the file; this room imports neither
 * `node:*` nor `vscode`.
 */
export interface DataSource {
  /** The path as the config spells it, without `.gz`; its extension chooses the reader. */
  readonly name: string;
  /** Size in bytes where it is known, for progress. */
  readonly size: number;
  /** The files of a folder or a pattern, in the order of their names; absent for a single file. */
  readonly files?: readonly DataSource[];
  chunks(): AsyncIterable<Uint8Array>;
  /** Bytes `from … to−1`; absent where bytes can only be read in order. */
  slice?(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Called now and then with the bytes read so far. Throws to cancel. */
  progress?(bytesRead: number): void;
}

/** The data cannot be used. `message` states in one line what is wrong, where, and what would be valid. */
export class DataError extends Error {
  override readonly name = 'DataError';
  /**
   * @param message one line for people; line breaks in names from the data become spaces
   * @param key the config key that causes the problem, such as `['data', 'targets', 0]`
   * @param meant the value that was probably meant in its place
   */
  constructor(
    message: string,
    readonly key: readonly (string | number)[] = ['data'],
    readonly meant?: string,
  ) {
    super(message.replace(/\p{Cc}+/gu, ' '));
  }
}
