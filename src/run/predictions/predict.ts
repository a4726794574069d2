/** Predicts with the weights of a run, and writes the predictions to a file as they are made. */
import { DataError, type SequenceSet } from '../../data/common/dataset';
import type { PredictedStep } from '../../engine/predict';
import { Cancelled } from '../../engine/training';
import { readableRaw } from '../../notation/scaling';
import type { PredictProgress, PredictRequest, PredictSummary } from '../../protocol/worker';
import { InputError } from '../files/inputError';
import { openPredicted, type PredictedData } from './model';
import type { Prediction, PredictionFile } from './prediction';
import { checkExtension, openPredictionFile } from './predictionFile';

const millisecondsBetweenProgress = 100;

/**
 * @returns null if it was cancelled; then there is no file
 * @throws InputError with one line where run, data or file cannot be used
 */
export async function predict(
  request: PredictRequest,
  progress: (progress: PredictProgress) => void,
): Promise<PredictSummary | null> {
  const flag = new Int32Array(request.cancel);
  let told = 0;
  const tell = (doing: PredictProgress['doing'], done: number, total: number) => {
    if (Atomics.load(flag, 0) !== 0) {
      throw new Cancelled();
    }
    if (performance.now() - told > millisecondsBetweenProgress) {
      told = performance.now();
      progress({ doing, done, total });
    }
  };
  let file: PredictionFile | undefined;
  try {
    checkExtension(request.out);
    const data = await openPredicted(request, (bytes, total) => tell('reading', bytes, total));
    const future = request.steps > 0 ? await forecasts(data) : undefined;
    file = openPredictionFile(request.out, data);
    const writer = new Writer(data, file);
    const sequences = data.sets.reduce((sum, { set }) => sum + set.count, 0);
    let before = 0;
    for (const { name, set } of data.sets) {
      let done = 0;
      data.observer.predict(
        set,
        (step) => {
          done = step.sequence;
          writer.take(name, set, step);
        },
        () => tell('predicting', before + done, sequences),
      );
      before += set.count;
    }
    const rows = writer.rows;
    for (const [number, series] of (future?.series ?? []).entries()) {
      for (let k = 1; k <= request.steps; ) {
        const found: PredictedStep[] = [];
        data.observer.predict(
          series.set,
          (step) => found.push(step),
          () => tell('predicting', before, sequences),
        );
        for (const step of found.slice(0, request.steps - k + 1)) {
          const prediction = writer.forecast(number, k, series.at(k), step);
          series.take(prediction);
          k++;
        }
      }
    }
    file.finish();
    return {
      rows: writer.rows,
      forecast: writer.rows - rows,
      sequences,
      step: data.step,
      notes: [...data.notes, ...(future?.notes ?? [])],
    };
  } catch (error) {
    file?.abandon();
    if (error instanceof Cancelled) {
      return null;
    }
    throw error instanceof DataError ? new InputError(error.message, error.key) : error;
  }
}

async function forecasts({ future }: PredictedData) {
  if (!future) {
    throw new InputError(
      'a generated task has no end behind which steps could be forecast; leave out --steps',
    );
  }
  return (await future()).forecast();
}

/** Turns outputs into predictions in the data's own units. */
class Writer {
  rows = 0;

  constructor(
    private readonly data: PredictedData,
    private readonly file: PredictionFile,
  ) {}

  take(name: Prediction['set'], set: SequenceSet, step: PredictedStep): void {
    const { sequence } = step;
    const place = set.targetPlace?.(sequence, step.step);
    const isKnown = set.hasTarget?.(sequence, step.step) ?? true;
    this.write({
      set: name,
      sequence,
      step: step.step,
      line: place?.line === undefined ? null : place.line + 1,
      at: place?.label ?? '',
      target: isKnown ? this.targetOf(step) : null,
      ...this.predictionOf(step),
    });
  }

  /** @returns the prediction, in the data's own units */
  forecast(series: number, k: number, at: string, step: PredictedStep): readonly number[] {
    const predicted = this.predictionOf(step);
    this.write({ set: 'forecast', sequence: series, step: k, line: null, at, target: null, ...predicted });
    return predicted.prediction;
  }

  private write(prediction: Prediction): void {
    this.file.write(prediction);
    this.rows++;
  }

  private targetOf({ target, targetClass }: PredictedStep): readonly number[] {
    return this.data.targetKind === 'classes' ? [targetClass] : this.raw(target);
  }

  private predictionOf({ y }: PredictedStep): Pick<Prediction, 'prediction' | 'probabilities'> {
    switch (this.data.targetKind) {
      case 'values':
        return { prediction: this.raw(y), probabilities: null };
      case 'binary':
        return { prediction: Array.from(y, (p) => (p >= 0.5 ? 1 : 0)), probabilities: y };
      case 'classes':
        return { prediction: [likeliest(y)], probabilities: y };
    }
  }

  private raw(fed: Float32Array): readonly number[] {
    return Array.from(fed, (value, j) => readableRaw(value, this.data.scaling[j]));
  }
}

/** The first of the classes with the greatest output. */
function likeliest(y: Float32Array): number {
  return y.reduce((best, value, k) => (value > y[best] ? k : best), 0);
}
