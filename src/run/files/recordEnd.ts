/** Writes the end of a run into its record when the thread that wrote it is gone and cannot do so itself. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../notation/errors';
import { writeWhole } from './files';
import { fileNames } from './folder';
import { parseRecord } from './record';

/** @returns what went wrong with it, in one line; undefined where the record states how the run ended */
export function recordEnd(
  folder: string,
  status: 'cancelled' | 'failed',
  error: string | undefined,
): string | undefined {
  const file = path.join(folder, fileNames.record);
  try {
    const record = parseRecord(readFileSync(file, 'utf8'), file);
    if (record.status === 'running') {
      const ended = { ...record, status, finishedAt: new Date().toISOString(), error };
      writeWhole(file, `${JSON.stringify(ended, null, 2)}\n`, { durable: true });
    }
    return undefined;
  } catch (problem) {
    return `its record could not be written: ${messageOf(problem)}`;
  }
}
