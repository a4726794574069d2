/**
 * The loss of a run over its training, in a few dozen numbers: enough for a figure as small as a word. A long
 * `metrics.jsonl` is sampled, not read as a whole, so that a list of many runs appears at once.
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { Metric } from '../../protocol/run';
import { isSystemError } from './fileErrors';
import { parseMetric } from './record';

const mostBins = 64;
/** Largest size in bytes of a file that is read as a whole. */
const wholeBytes = 256 * 1024;
/** Number of pieces that are read of a larger file, each of some twenty lines. */
const pieces = 32;
const pieceBytes = 4096;

/** Collects losses in order of arrival, in any number and constant memory. */
export class LossCurve {
  private bins: number[] = [];
  private perBin = 1;
  private sum = 0;
  private count = 0;

  add(loss: number): void {
    this.sum += loss;
    this.count++;
    if (this.count < this.perBin) {
      return;
    }
    this.bins.push(this.sum / this.count);
    this.sum = 0;
    this.count = 0;
    if (this.bins.length === mostBins) {
      this.bins = Array.from(
        { length: mostBins / 2 },
        (_, b) => (this.bins[2 * b] + this.bins[2 * b + 1]) / 2,
      );
      this.perBin *= 2;
    }
  }

  /** Means over stretches of equal length (the last may be shorter), in order; at most 64. */
  get values(): number[] {
    return this.count > 0 ? [...this.bins, this.sum / this.count] : [...this.bins];
  }
}

/**
 * Training losses by update, or by epoch where fewer than two updates were logged; empty without a file.
 * @throws InputError with one line that names what is broken, if it lies in the part that was read
 */
export async function readLossCurve(file: string): Promise<number[]> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
  try {
    const { size } = await handle.stat();
    return size <= wholeBytes ? await readWhole(handle, file) : await readPieces(handle, file, size);
  } finally {
    await handle.close();
  }
}

async function readWhole(handle: FileHandle, file: string): Promise<number[]> {
  // The part after the last line break is still being written.
  const lines = (await handle.readFile('utf8')).split('\n').slice(0, -1);
  const updates = new LossCurve();
  const epochs = new LossCurve();
  lines.forEach((line, n) => {
    const metric = parseMetric(line, `${file}, line ${n + 1}`);
    (metric.event === 'step' ? updates : epochs).add(lossOf(metric));
  });
  return updates.values.length > 1 ? updates.values : epochs.values;
}

/** The mean of each piece. */
async function readPieces(handle: FileHandle, file: string, size: number): Promise<number[]> {
  const buffer = Buffer.alloc(pieceBytes);
  const found: Metric[][] = [];
  for (let p = 0; p < pieces; p++) {
    const at = Math.floor(((size - pieceBytes) * p) / (pieces - 1));
    const { bytesRead } = await handle.read(buffer, 0, pieceBytes, at);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    const whole = lines.slice(at === 0 ? 0 : 1, -1);
    found.push(whole.map((line) => parseMetric(line, `${file}, at byte ${at}`)));
  }
  const updates = meansOf(found, 'step');
  return updates.length > 1 ? updates : meansOf(found, 'epoch');
}

function meansOf(found: readonly (readonly Metric[])[], event: Metric['event']): number[] {
  return found
    .map((metrics) => metrics.filter((metric) => metric.event === event).map(lossOf))
    .filter((losses) => losses.length > 0)
    .map((losses) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
}

function lossOf(metric: Metric): number {
  return metric.event === 'step' ? metric.loss : metric.trainLoss;
}
