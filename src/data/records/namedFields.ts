/** Picks the fields that a config names from those that a file has. */
import { nearest } from '../../config/names';
import { DataError } from '../common/dataset';
import { joinNames } from '../common/joinNames';

export interface NamedFields {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
}

/** @throws DataError with the key of the first field that the file does not have */
export function checkFields({ inputs, targets }: NamedFields, names: readonly string[], file: string): void {
  for (const [key, wanted] of [
    ['inputs', inputs],
    ['targets', targets],
  ] as const) {
    const missing = wanted.findIndex((name) => !names.includes(name));
    if (missing >= 0) {
      const meant = nearest(wanted[missing], names);
      throw new DataError(
        `data.${key}: ${file} has no field "${wanted[missing]}"; ${meant === undefined ? 'it' : `did you mean "${meant}"? It`} has ${joinNames(names)}`,
        ['data', key, missing],
        meant,
      );
    }
  }
}
