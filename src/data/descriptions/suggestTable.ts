/** What a new config should say about a table, so that it trains as it is written. */
import type { SuggestedTable } from '../../config/suggest';
import { wideNames } from '../tables/wideTable';
import type { Column, TableDescription } from './describeTable';

/** What a person has decided about a table. */
export interface TableChoice {
  /** The column to predict; of a wide table also `value`, the next step of each series. */
  readonly target: string;
  /** Whether the target is a class although it holds numbers. */
  readonly asClass: boolean;
  /** Numbers that mean that there is no value. */
  readonly missingValues: readonly number[];
  /** Whether each row is a series of its own. */
  readonly wide: boolean;
}

/** The keys of `data` for a table, where they are not the defaults. */
export interface TableSuggestion extends SuggestedTable {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
}

/** The usual window and share for validation, which are smaller where a file is. */
const usualWindow = 30;
const usualValidation = 0.2;
/** Fewest rows of which a share is kept for validation. */
const fewestToShare = 20;

/** Columns that can be predicted, those of numbers and of classes in the order of the file. */
export function targetColumns({ columns, time }: TableDescription): readonly Column[] {
  return columns.filter(({ name, role }) => (role === 'number' || role === 'class') && !time.includes(name));
}

export function suggestTable(table: TableDescription, choice: TableChoice): TableSuggestion {
  const missingValues = choice.missingValues.length > 0 ? { missingValues: choice.missingValues } : {};
  const target = table.columns.find(({ name }) => name === choice.target);
  const isClass = choice.asClass || target?.role === 'class';
  const columns = choice.asClass ? { columns: { [choice.target]: 'class' as const } } : {};
  if (choice.wide) {
    return { ...wideSuggestion(table, choice.target, isClass), ...columns, ...missingValues };
  }
  const { time, alternating } = table;
  // The class of a window is that of its last row; a number is predicted one row ahead.
  const horizon = isClass ? 0 : 1;
  const named =
    time.length === 1 ? table.columns.filter(({ name, kind }) => kind === 'date' && name === time[0]) : [];
  const read = table.columns.filter(
    ({ name, role, kind }) =>
      role === 'number' &&
      kind === 'number' &&
      name !== alternating?.column &&
      (horizon > 0 || name !== choice.target),
  );
  const classes = table.columns.filter(
    ({ name, role }) => role === 'class' && name !== choice.target && name !== alternating?.column,
  );
  const inputs = [...named, ...(read.length > 0 ? read : classes)];
  // Where there is nothing else, the target's own past is read.
  const own = inputs.length === 0 && target ? [target] : inputs;
  const rows = Math.floor(table.read / (alternating?.series ?? 1));
  return {
    inputs: table.columns.filter((column) => own.includes(column)).map(({ name }) => name),
    targets: [choice.target],
    ...columns,
    ...(alternating ? { group: alternating.column } : {}),
    ...missingValues,
    ...fitting(rows, own.length === inputs.length ? horizon : 1),
    notes: table.notes,
  };
}

/** A window that fits, with its target, into both parts of so many rows. */
function fitting(rows: number, horizon: number): Pick<TableSuggestion, 'window' | 'horizon' | 'validation'> {
  const validation = rows >= fewestToShare ? usualValidation : 0;
  const part =
    validation > 0 ? Math.min(Math.round(rows * validation), rows - Math.round(rows * validation)) : rows;
  // Several windows of validation say more than a single long one.
  const most = Math.max(1, Math.floor((part - horizon) / 2));
  return { window: Math.min(usualWindow, most), horizon, validation };
}

/** Of a wide table: the next step of each series, or a class of the whole series. */
function wideSuggestion(
  { columns, read, notes }: TableDescription,
  target: string,
  isClass: boolean,
): TableSuggestion {
  const steps = columns.filter(({ role }) => role === 'number').length;
  const id = columns.find(({ role }) => role === 'id' || role === 'text');
  const group = id && id.missing === 0 && id.distinct === read ? { group: id.name } : {};
  const shared = { layout: 'wide' as const, inputs: [wideNames.value], targets: [target], notes };
  return isClass
    ? { ...shared, ...group, window: steps, horizon: 0, validation: usualValidation, split: 'random' }
    : {
        ...shared,
        ...group,
        window: Math.min(usualWindow, Math.max(1, Math.floor((steps - 1) / 2))),
        horizon: 1,
        validation: usualValidation,
        split: 'random',
      };
}
