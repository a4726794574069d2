/** `unroll export`: a run's model as an ONNX file, or as a folder for PyTorch. */
import path from 'node:path';
import type { ModelExport } from '../protocol/worker';
import { readRunRecord } from '../run/files/folder';
import { InputError } from '../run/files/inputError';
import { exportModel } from '../run/questions/exportModel';
import { say } from './output';
import { configOfRun, runFolder } from './runFolder';

export interface ExportOptions {
  readonly to: ModelExport['to'];
  readonly states?: boolean;
  readonly out?: string;
}

/**
 * @param run the folder of a run, or a config, whose latest run is taken
 * @throws InputError with one line where there is no such run, it has no weights, or nothing can be written
 */
export async function exportRunModel(run: string, { to, states = false, out }: ExportOptions): Promise<void> {
  if (states && to !== 'onnx') {
    throw new InputError('--states: only with --to onnx; the PyTorch model carries states without it');
  }
  const folder = await runFolder(run);
  const { name } = await readRunRecord(folder);
  const place = out ?? (to === 'onnx' ? `${name}.onnx` : `${name}-pytorch`);
  await exportModel(
    { folder: path.resolve(folder), config: await configOfRun(folder) },
    { to, states, out: path.resolve(place) },
  );
  say(`exported ${path.basename(folder)} to ${place}`);
}
