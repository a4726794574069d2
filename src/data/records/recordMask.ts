/** The mask of a record: which of its steps have a target. */
import { DataError } from '../common/dataset';
import type { SequenceRecord } from './records';

/**
 * `[steps]` 1 where the step has a target, 0 where it has none; undefined where the data has no mask.
 * @throws DataError where it is no list of 0 and 1, one for each target step, or has no 1
 */
export function maskOf(
  { line, mask }: SequenceRecord,
  steps: number,
  name: string | undefined,
  file: string,
): Uint8Array | undefined {
  if (!mask) {
    return undefined;
  }
  const bad = (what: string) =>
    new DataError(`line ${line} of ${file}: field "${name}" ${what}`, ['data', 'mask']);
  if (mask.kind !== 'number' || mask.width !== 1 || mask.values.some((value) => value !== 0 && value !== 1)) {
    throw bad('is no mask, which is 1 for each step that has a target and 0 for every other');
  }
  if (mask.steps !== steps) {
    throw bad(`has ${mask.steps} steps, the targets have ${steps}`);
  }
  if (!mask.values.includes(1)) {
    throw bad('is 0 at every step, so there is nothing to predict; leave the record out');
  }
  return Uint8Array.from(mask.values);
}
