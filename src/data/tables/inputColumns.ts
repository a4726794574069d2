/** The columns that a network reads where the config names none. */
import { joinNames } from '../common/joinNames';
import type { HeadColumn } from './head';
import { countsRows } from './header';

/** Why a column is not read unless the config names it. */
export type LeftOut = 'empty' | 'index' | 'id' | 'words' | 'dates';

const indexNames =
  /^(index( \d+)?|idx|nr\.?|no\.?|row|rows|row.?(nr|no|number|names?|id)|#|unnamed.*|serial.*|instant)$/i;
const idNames = /(^|[_\s.-])(id|uuid|guid|key)$|^id([_\s.-]|$)/i;
/** Fewest rows that tell an id from a value that happens to be different in each. */
const fewestRows = 10;

/** Undefined for a column that is read. */
export function leftOut(
  { name, kind, cells }: HeadColumn,
  isMissing: (cell: string) => boolean,
): LeftOut | undefined {
  if (cells.every(isMissing)) {
    return 'empty';
  }
  if (kind !== 'number') {
    return kind === 'date' ? 'dates' : 'words';
  }
  if (indexNames.test(name) && countsRows(cells.map((cell) => Number(cell)))) {
    return 'index';
  }
  const different =
    cells.length >= fewestRows && new Set(cells.map((cell) => cell.trim())).size === cells.length;
  return idNames.test(name) && different && cells.every((cell) => /^\s*\d+\s*$/.test(cell))
    ? 'id'
    : undefined;
}

const reasons: readonly (readonly [LeftOut, string])[] = [
  ['empty', 'Columns without a value are left out'],
  ['index', 'Columns that only count the rows are left out'],
  ['id', 'Columns that name each row are left out'],
];

/** Sentences on the columns that are not read. */
export function leftOutNotes(columns: readonly { readonly name: string; readonly why: LeftOut }[]): string[] {
  const named = (each: readonly LeftOut[]) =>
    columns.filter(({ why }) => each.includes(why)).map(({ name }) => name);
  const noNumbers = named(['words', 'dates']);
  return [
    ...(noNumbers.length > 0 ? [`Columns that hold no numbers are left out: ${joinNames(noNumbers)}.`] : []),
    ...reasons.flatMap(([why, text]) => {
      const names = named([why]);
      return names.length > 0 ? [`${text}: ${joinNames(names)}.`] : [];
    }),
  ];
}
