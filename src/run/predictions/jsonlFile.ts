/** Predictions as JSON lines: an object for each. */
import { PartFile } from './partFile';
import {
  mostClassColumns,
  type Prediction,
  type PredictionFile,
  type PredictionLayout,
  probabilityOf,
  readableProbability,
} from './prediction';

export class JsonlFile implements PredictionFile {
  private readonly file: PartFile;

  constructor(
    path: string,
    private readonly layout: PredictionLayout,
  ) {
    this.file = new PartFile(path);
  }

  write(prediction: Prediction): void {
    const { set, sequence, step, line, at } = prediction;
    const place = { set, sequence, step, line, ...(at === '' ? {} : { at }) };
    this.file.write(`${JSON.stringify({ ...place, ...this.values(prediction) })}\n`);
  }

  finish(): void {
    this.file.finish();
  }

  abandon(): void {
    this.file.abandon();
  }

  private values(prediction: Prediction): object {
    const { targetKind, outputs } = this.layout;
    const { target, prediction: predicted, probabilities } = prediction;
    const each = Array.from(probabilities ?? [], readableProbability);
    if (targetKind === 'classes') {
      return {
        target: target && outputs[target[0]],
        prediction: outputs[predicted[0]],
        probability: probabilityOf(prediction),
        ...(probabilities && outputs.length <= mostClassColumns ? { probabilities: this.named(each) } : {}),
      };
    }
    const alone = (values: ArrayLike<number>) => (outputs.length === 1 ? values[0] : this.named(values));
    return {
      target: target && alone(target),
      prediction: alone(predicted),
      ...(probabilities ? { probability: alone(each) } : {}),
    };
  }

  private named(values: ArrayLike<number>): Record<string, number> {
    return Object.fromEntries(this.layout.outputs.map((name, j) => [name, values[j]]));
  }
}
