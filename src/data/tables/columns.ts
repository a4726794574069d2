/** The columns that a config names, checked against those of the table. */
import { nearest } from '../../config/names';
import type { TableData } from '../../config/schema';
import { DataError } from '../common/dataset';
import { joinNames } from '../common/joinNames';

/** All column names that the config gives, each with the path of its key. */
export function namedColumns(
  data: TableData,
): { readonly name: string; readonly key: (string | number)[] }[] {
  const lists = (['inputs', 'targets'] as const).flatMap((key) =>
    (data[key] ?? []).map((name, i) => ({ name, key: ['data', key, i] })),
  );
  return [
    ...lists,
    ...(data.group === undefined ? [] : [{ name: data.group, key: ['data', 'group'] }]),
    ...Object.keys(data.columns ?? {}).map((name) => ({ name, key: ['data', 'columns', name] })),
    ...(data.read?.time ?? []).map((name, i) => ({ name, key: ['data', 'read', 'time', i] })),
  ];
}

/** One line of text where the table has no column of the name that the config gives. */
export function unknownColumn(
  { name, key }: { readonly name: string; readonly key: readonly (string | number)[] },
  names: readonly string[],
  file: string,
): DataError | undefined {
  if (names.includes(name)) {
    return undefined;
  }
  const meant = nearest(name, names);
  return new DataError(
    `data.${key[1]}: there is no column "${name}" in ${file}; ${meant === undefined ? 'it' : `did you mean "${meant}"? It`} has ${joinNames(names)}`,
    key,
    meant,
  );
}

/** @throws DataError where the config names a column that is not there, or one twice */
export function checkNamed(names: readonly string[], data: TableData, file: string): void {
  for (const named of namedColumns(data)) {
    const problem = unknownColumn(named, names, file);
    if (problem !== undefined) {
      throw problem;
    }
  }
  for (const key of ['inputs', 'targets'] as const) {
    const wanted = data[key] ?? [];
    const again = wanted.findIndex((name, i) => wanted.indexOf(name) < i);
    if (again >= 0) {
      throw new DataError(`data.${key}: column "${wanted[again]}" is named twice`, ['data', key, again]);
    }
  }
}
