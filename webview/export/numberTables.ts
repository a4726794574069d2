/** The numbers of each kind of figure as a table. Pure. */
import type { Matrix } from '../drawing/matrix';
import { valueAt } from '../drawing/matrix';
import type { FigureInfo, NumberTable } from './figure';

/** Table with a row for each column of the figure; an upright figure keeps its rows and columns. */
export function matrixTable(matrix: Matrix, facts: FigureInfo): NumberTable {
  const isSingle = matrix.values instanceof Float32Array;
  const nameOf = (row: number) => facts.rowName?.(row) ?? String(row);
  if (facts.upright) {
    return {
      rowHeads: [facts.down ?? 'row'],
      rows: matrix.rows,
      columns: matrix.columns,
      rowHead: (row) => [String(row)],
      columnHead: (column) => nameOf(column),
      value: (row, column) => valueAt(matrix, { row, column }),
      isSingle: () => isSingle,
    };
  }
  return {
    ...heads(facts, matrix.columns),
    columns: matrix.rows,
    columnHead: nameOf,
    value: (row, column) => valueAt(matrix, { row: column, column: row }),
    isSingle: () => isSingle,
  };
}

export interface Curve {
  readonly label: string;
  /** Values by point; NaN where there is none. */
  readonly values: ArrayLike<number>;
}

/** Table with a row for each point and a column for each curve. */
export function curveTable(curves: readonly Curve[], facts: FigureInfo): NumberTable {
  const rows = curves.reduce((most, { values }) => Math.max(most, values.length), 0);
  return {
    ...heads(facts, rows),
    columns: curves.length,
    columnHead: (column) => curves[column].label,
    value: (row, column) => {
      const value = curves[column].values[row] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    },
    isSingle: (column) => curves[column].values instanceof Float32Array,
  };
}

/** Table of Float64 numbers given row by row. */
export function rowTable(
  rowHeads: readonly string[],
  columnHeads: readonly string[],
  rows: readonly { readonly heads: readonly string[]; readonly values: readonly (number | null)[] }[],
): NumberTable {
  return {
    rowHeads,
    rows: rows.length,
    columns: columnHeads.length,
    rowHead: (row) => rows[row].heads,
    columnHead: (column) => columnHeads[column],
    value: (row, column) => rows[row].values[column] ?? null,
    isSingle: () => false,
  };
}

function heads(
  { across, labels }: FigureInfo,
  rows: number,
): Pick<NumberTable, 'rowHeads' | 'rows' | 'rowHead'> {
  const labelled = labels.some((label) => label !== '');
  return {
    rows,
    rowHeads: labelled ? [across, 'label'] : [across],
    rowHead: (row) => (labelled ? [String(row), labels[row] ?? ''] : [String(row)]),
  };
}
