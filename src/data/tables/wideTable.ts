/**
 * A wide table, with one series in each row and a column for each step, read as if each step had a row of its
 * own: its value, its name, and the other columns of the row.
 */
import type { TableData } from '../../config/schema';
import { DataError } from '../common/dataset';
import type { Row } from './csv';
import { type HeadColumn, type OpenedTable, type TableHead, wrongLength } from './head';

/** Names of the columns that a wide table gets. */
export const wideNames = { value: 'value', step: 'step', row: 'row' } as const;

/** Fewest columns in a row that are steps. */
const fewestSteps = 3;

/** The columns that are the steps of a series: the longest run of columns of numbers that the config does not use. */
function stepColumns(
  columns: readonly HeadColumn[],
  data: Pick<TableData, 'targets' | 'group'>,
): readonly [from: number, to: number] {
  let best: readonly [number, number] = [0, 0];
  for (let from = 0; from < columns.length; from++) {
    let to = from;
    while (to < columns.length && isStep(columns[to], data)) {
      to++;
    }
    if (to - from > best[1] - best[0]) {
      best = [from, to];
    }
    from = to;
  }
  return best;
}

function isStep(
  { name, kind }: HeadColumn,
  { targets, group }: Pick<TableData, 'targets' | 'group'>,
): boolean {
  return kind === 'number' && !targets.includes(name) && name !== group;
}

/**
 * The table with a row for each step. Empty cells at the end of a row are no steps.
 * @throws DataError where no columns look like steps
 */
export function asLong(opened: OpenedTable, data: TableData): OpenedTable {
  const { head } = opened;
  const [from, to] = stepColumns(head.columns, data);
  if (to - from < fewestSteps) {
    throw new DataError(
      `data.layout: a wide table needs ${fewestSteps} or more neighbouring columns of numbers, one for each step; ${head.file} has ${to - from}`,
      ['data', 'layout'],
    );
  }
  const others = head.names.map((_, c) => c).filter((c) => c < from || c >= to);
  const long = (rows: readonly Row[]): Row[] =>
    rows.flatMap((row) => {
      if (row.fields.length !== head.names.length) {
        throw wrongLength(row, head);
      }
      return stepsOf(row, head, [from, to], others);
    });
  const rows = long(head.rows);
  const names = [...others.map((c) => head.names[c]), wideNames.row, wideNames.step, wideNames.value];
  const made = { unit: undefined, dates: undefined };
  const columns: HeadColumn[] = [
    ...others.map((c) => ({
      ...head.columns[c],
      cells: rows.map(({ fields }) => fields[others.indexOf(c)]),
    })),
    { name: wideNames.row, kind: 'word', ...made, cells: rows.map(({ fields }) => fields[others.length]) },
    {
      name: wideNames.step,
      kind: 'word',
      ...made,
      cells: rows.map(({ fields }) => fields[others.length + 1]),
    },
    {
      name: wideNames.value,
      kind: 'number',
      ...made,
      cells: rows.map(({ fields }) => fields[others.length + 2]),
    },
  ];
  const clash = names.find((name, i) => names.indexOf(name) < i);
  if (clash !== undefined) {
    throw new DataError(
      `data.layout: ${head.file} has a column "${clash}" of its own, which is what a wide table calls a column that it gets; rename it`,
      ['data', 'layout'],
    );
  }
  return {
    head: { ...head, names, columns, rows },
    async *rows() {
      for await (const some of opened.rows()) {
        yield long(some);
      }
    },
    close: () => opened.close(),
    notes: () => [
      ...opened.notes(),
      `Each row is a series of its own, with ${to - from} steps from "${head.names[from]}" to "${head.names[to - 1]}".`,
    ],
  };
}

function stepsOf(
  { fields, line, end }: Row,
  { names, missing }: TableHead,
  [from, to]: readonly [number, number],
  others: readonly number[],
): Row[] {
  const own = others.map((c) => fields[c]);
  let last = to;
  while (last > from && missing.hasAmongNumbers(fields[last - 1])) {
    last--;
  }
  const row = `line ${line}`;
  return Array.from({ length: last - from }, (_, t) => ({
    line,
    end,
    fields: [...own, row, names[from + t], fields[from + t]],
  }));
}

/** The config's keys as a wide table means them: each row is a series. */
export function wideData(data: TableData): TableData {
  return data.group === undefined ? { ...data, group: wideNames.row } : data;
}
