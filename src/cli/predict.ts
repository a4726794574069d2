/** `unroll predict`: writes the predictions of a run's model to a file. */
import path from 'node:path';
import { megabytes, plural } from '../notation/numbers';
import type { PredictProgress, PredictRequest } from '../protocol/worker';
import { RunWorker } from '../run/client/client';
import { InputError } from '../run/files/inputError';
import { exitCodes, say } from './output';
import { configOfRun, runFolder } from './runFolder';
import { cancelOnSignals } from './signals';

export interface PredictOptions {
  readonly data?: string;
  readonly set?: 'validation' | 'training' | 'all';
  readonly steps?: number;
  readonly out: string;
}

/**
 * @param run the folder of a run, or a config, whose latest run is taken
 * @returns the exit code
 * @throws InputError with one line where run, data or file cannot be used
 */
export async function printPredictions(run: string, options: PredictOptions): Promise<number> {
  const folder = path.resolve(await runFolder(run));
  const cancel = new SharedArrayBuffer(4);
  const request: PredictRequest = {
    folder,
    config: await configOfRun(folder),
    data: options.data === undefined ? null : absolute(options.data),
    set: options.set ?? null,
    steps: options.steps ?? 0,
    out: path.resolve(options.out),
    cancel,
  };
  cancelOnSignals(() => Atomics.store(new Int32Array(cancel), 0, 1));
  const worker = new RunWorker(path.join(__dirname, 'worker.js'));
  const bar = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r\x1b[2K${text}`) : () => true;
  const summary = await worker
    .predict(request, (progress) => bar(progressText(progress)))
    .catch((error: unknown) => {
      // Errors of the worker come as their message.
      throw error instanceof Error ? new InputError(error.message) : error;
    })
    .finally(() => bar(''));
  await worker.dispose();
  if (!summary) {
    return exitCodes.cancelled;
  }
  const { rows, forecast, sequences, step, notes } = summary;
  for (const note of notes) {
    say(`note: ${note}`);
  }
  const ahead = forecast > 0 ? `, ${forecast} of them a forecast` : '';
  say(
    `${plural(rows, 'prediction')} for ${plural(sequences, 'sequence')} after update ${step}${ahead}: ${options.out}`,
  );
  return exitCodes.done;
}

function progressText({ doing, done, total }: PredictProgress): string {
  return doing === 'reading'
    ? `reading: ${megabytes(done, 1)} of ${megabytes(total, 1)} MB`
    : `predicting: sequence ${done} of ${total}`;
}

/** A folder keeps the slash at its end, by which it is known as one. */
function absolute(file: string): string {
  return `${path.resolve(file)}${/[\\/]$/.test(file) ? '/' : ''}`;
}
