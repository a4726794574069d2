/** How a run is computed, in words: for the command line and the log. */
import { gigabytes, quantity } from '../../notation/numbers';
import type { RunRecord } from '../../protocol/run';

/**
 * `2 threads, 142 MB`; and whether forward passes are computed twice. Undefined for a run that did not record
 * it.
 */
export function engineText({ threads, memory }: RunRecord): string | undefined {
  if (threads === undefined || memory === undefined) {
    return undefined;
  }
  const room = `${quantity(threads, 'thread')}, ${sizeText(memory.bytes)}`;
  return memory.recomputed
    ? `${room}: more would be needed to keep every step, so forward passes are computed a second time, ${memory.segment} steps at once (training.memory)`
    : room;
}

function sizeText(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${gigabytes(bytes, 2)} GB`;
}
