/** Finds inputs that nearly determine a target at its own step: copies of it, or values computed from it. */
import type { BatchBuffer, CloseInput, SequenceSet, SequenceShape, TargetKind } from './dataset';

/** The data from which samples are taken. */
export interface Compared {
  readonly shape: SequenceShape;
  readonly targetKind: TargetKind;
  /** The training part. */
  readonly set: SequenceSet;
  /** Input features, in the order in which they are fed, and the column from which each comes. */
  readonly inputs: readonly { readonly name: string; readonly column: string }[];
  /** One name for each number that is predicted; a single name for classes. */
  readonly targets: readonly string[];
  /** Number of values or classes that are predicted. */
  readonly outputSize: number;
  /** The last value of target j (or the last class) that is known at a step; NaN where none is known. */
  known(sequence: number, step: number, j: number): number;
}

interface Samples {
  readonly count: number;
  /** `[count][I]` */
  readonly x: Float64Array;
  /** `[count][J]` targets, or the class. */
  readonly y: Float64Array;
  /** `[count][J]` the last target that was known. */
  readonly known: Float64Array;
}

/** Most samples, one from each sequence, and most products of samples, inputs and targets, to save time. */
const mostSamples = 2000;
const mostProducts = 2e7;
const fewestSamples = 50;
/** Least explained share. Below it an input is no copy, and not worth a line in the record. */
const leastExplained = 0.9;
const mostKept = 16;
/** Fewest samples of a class. A smaller class can be separated by chance. */
const fewestOfClass = 10;

/**
 * Finds the inputs that nearly determine a target; none for shapes that read other steps than they predict,
 * and none where there is too little data.
 */
export function closeInputs(compared: Compared): CloseInput[] {
  const { shape, targetKind, inputs, targets } = compared;
  if (inputs.length === 0 || shape === 'encoder-decoder' || shape === 'one-to-many') {
    return [];
  }
  const samples = sample(compared);
  if (samples.count < fewestSamples) {
    return [];
  }
  const explain = targetKind === 'classes' ? byClass(samples, inputs.length) : byLine(samples, inputs.length);
  const found = targets.flatMap((target, j) => {
    const { explained, byHistory } = explain(j);
    return inputs.flatMap(({ name, column }, i): CloseInput[] =>
      explained[i] >= leastExplained
        ? [{ input: name, column, target, explained: explained[i], byHistory }]
        : [],
    );
  });
  return found.toSorted((left, right) => right.explained - left.explained).slice(0, mostKept);
}

/** Samples one target step from each of some sequences, which are evenly spread. */
function sample({ shape, targetKind, set, inputs, targets, outputSize, known }: Compared): Samples {
  const I = inputs.length;
  const J = targets.length;
  const most = Math.min(set.count, mostSamples, Math.floor(mostProducts / (I * J)));
  const x = new Float64Array(most * I);
  const y = new Float64Array(most * J);
  const before = new Float64Array(most * J);
  const batch = oneStep(I, outputSize);
  let count = 0;
  for (let k = 0; k < most; k++) {
    const sequence = Math.floor((k * set.count) / most);
    const steps = set.inputSteps(sequence);
    // The golden ratio spreads the steps over the sequence.
    const step = shape === 'many-to-many' ? Math.floor(steps * ((k * 0.618034) % 1)) : steps - 1;
    set.writeInputs(sequence, step, step + 1, batch, 0);
    if (batch.mask[0] === 0) {
      continue;
    }
    x.set(batch.x, count * I);
    for (let j = 0; j < J; j++) {
      y[count * J + j] = targetKind === 'classes' ? batch.targetClass[0] : batch.target[j];
      before[count * J + j] = known(sequence, step, j);
    }
    count++;
  }
  return { count, x, y, known: before };
}

function oneStep(inputSize: number, outputSize: number): BatchBuffer {
  return {
    size: 1,
    steps: 1,
    x: new Float64Array(inputSize),
    target: new Float64Array(outputSize),
    targetClass: new Int32Array(1),
    mask: new Uint8Array(1),
  };
}

interface Explained {
  /** Share that each input explains. */
  readonly explained: Float64Array;
  readonly byHistory: number;
}

/** r², the share of variance that a least-squares line explains. */
function byLine({ count, x, y, known }: Samples, I: number): (j: number) => Explained {
  const J = y.length / (x.length / I);
  const inputs = Array.from({ length: I }, (_, i) => centred(column(x, i, I, count)));
  return (j) => {
    const target = column(y, j, J, count);
    const last = column(known, j, J, count);
    const whole = centred(target);
    const has = last.flatMap((value, k) => (Number.isNaN(value) ? [] : [k]));
    return {
      explained: Float64Array.from(inputs, (input) => rSquared(input, whole)),
      byHistory:
        has.length < fewestSamples
          ? 0
          : rSquared(centred(has.map((k) => last[k])), centred(has.map((k) => target[k]))),
    };
  };
}

/**
 * η², the share of an input's variance that lies between classes; for the last class known, the largest η²
 * among its indicators.
 */
function byClass({ count, x, y, known }: Samples, I: number): (j: number) => Explained {
  return () => {
    const counts = new Map<number, number>();
    for (const code of y.subarray(0, count)) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const rows = Array.from({ length: count }, (_, k) => k).filter(
      (k) => (counts.get(y[k]) ?? 0) >= fewestOfClass,
    );
    const classes = rows.map((k) => y[k]);
    const eta = (values: readonly number[]) => etaSquared(values, classes);
    const codes = [...new Set(classes)];
    return {
      explained: Float64Array.from({ length: I }, (_, i) => eta(rows.map((k) => x[k * I + i]))),
      byHistory: codes
        .map((code) => eta(rows.map((k) => (known[k] === code ? 1 : 0))))
        .reduce((most, value) => Math.max(most, value), 0),
    };
  };
}

function column(values: Float64Array, i: number, width: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => values[k * width + i]);
}

interface Centred {
  readonly values: readonly number[];
  readonly squares: number;
}

/**
 * Subtracts the mean, in two passes because Σx² − (Σx)²/n would cancel. A variation by rounding alone counts
 * as none.
 */
function centred(values: readonly number[]): Centred {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const differences = values.map((value) => value - mean);
  const squares = differences.reduce((sum, value) => sum + value * value, 0);
  return { values: differences, squares: squares > values.length * (1e-12 * mean) ** 2 ? squares : 0 };
}

function rSquared(x: Centred, y: Centred): number {
  const products = x.values.reduce((sum, value, k) => sum + value * y.values[k], 0);
  return x.squares > 0 && y.squares > 0 ? products ** 2 / (x.squares * y.squares) : 0;
}

function etaSquared(values: readonly number[], classes: readonly number[]): number {
  const { values: differences, squares } = centred(values);
  const sums = new Map<number, { sum: number; count: number }>();
  differences.forEach((value, k) => {
    const { sum, count } = sums.get(classes[k]) ?? { sum: 0, count: 0 };
    sums.set(classes[k], { sum: sum + value, count: count + 1 });
  });
  const between = [...sums.values()].reduce((all, { sum, count }) => all + sum ** 2 / count, 0);
  return squares > 0 && sums.size > 1 ? between / squares : 0;
}
