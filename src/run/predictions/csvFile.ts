/** Predictions as CSV (RFC 4180): a header and a row for each. */
import { PartFile } from './partFile';
import {
  mostClassColumns,
  type Prediction,
  type PredictionFile,
  type PredictionLayout,
  probabilityOf,
  readableProbability,
} from './prediction';

export class CsvFile implements PredictionFile {
  private readonly file: PartFile;

  constructor(
    path: string,
    private readonly layout: PredictionLayout,
  ) {
    this.file = new PartFile(path);
    this.line(['set', 'sequence', 'step', 'line', 'at', ...this.names()]);
  }

  write(prediction: Prediction): void {
    const { set, sequence, step, line, at } = prediction;
    this.line([set, sequence, step, line, at, ...this.values(prediction)]);
  }

  finish(): void {
    this.file.finish();
  }

  abandon(): void {
    this.file.abandon();
  }

  private names(): readonly string[] {
    const { targetKind, outputs } = this.layout;
    if (targetKind === 'classes') {
      const each = outputs.length <= mostClassColumns ? outputs.map((name) => `p(${name})`) : [];
      return ['target', 'prediction', 'probability', ...each];
    }
    const named = (what: string) => outputs.map((name) => (outputs.length > 1 ? `${what}.${name}` : what));
    return [
      ...named('target'),
      ...named('prediction'),
      ...(targetKind === 'binary' ? named('probability') : []),
    ];
  }

  private values(prediction: Prediction): readonly (string | number | null)[] {
    const { targetKind, outputs } = this.layout;
    const { target, prediction: predicted, probabilities } = prediction;
    const each = Array.from(probabilities ?? [], readableProbability);
    if (targetKind === 'classes') {
      return [
        target && outputs[target[0]],
        outputs[predicted[0]],
        probabilityOf(prediction),
        ...(outputs.length <= mostClassColumns ? each : []),
      ];
    }
    return [...(target ?? outputs.map(() => null)), ...predicted, ...each];
  }

  private line(cells: readonly (string | number | null)[]): void {
    this.file.write(`${cells.map(cell).join(',')}\n`);
  }
}

function cell(value: string | number | null): string {
  if (typeof value === 'string') {
    return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  }
  return value === null || Number.isNaN(value) ? '' : String(value);
}
