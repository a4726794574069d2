/** The table that a config names, as it is understood, for the panel's form. */
import { stat } from 'node:fs/promises';
import type { ColumnKindName, DataPreview, PreviewColumn } from '../../config/formTypes';
import type { TableData } from '../../config/schema';
import { DataError } from '../../data/common/dataset';
import { type Column, describeTable, type TableDescription } from '../../data/descriptions/describeTable';
import { fileSource } from '../../run/sources/source';
import { holds } from './dataColumns';

/** Most columns that the form lists. */
const mostColumns = 60;
const shownCells = 3;

/** The preview of the last file and of how it is to be read, kept until either changes. */
export class KnownPreview {
  private last: { readonly key: string; readonly table: Promise<TableDescription> } | undefined;

  /**
   * @param file absolute path
   * @returns undefined where the file cannot be read as a table, which is reported as a problem of the config
   */
  async of(file: string, data: TableData): Promise<DataPreview | undefined> {
    const { read, missingValues, columns } = data;
    try {
      const { mtimeMs, size } = await stat(file);
      const key = JSON.stringify([file, mtimeMs, size, read, missingValues]);
      if (this.last?.key !== key) {
        // What the config says of a column is left out, so that what was found can be shown beside it.
        this.last = { key, table: describeTable(await fileSource(file), { read, missingValues }) };
      }
      return previewOf(await this.last.table, data, columns ?? {});
    } catch (error) {
      if (error instanceof DataError) {
        return undefined;
      }
      throw error;
    }
  }
}

function previewOf(
  table: TableDescription,
  data: TableData,
  given: Readonly<Record<string, ColumnKindName>>,
): DataPreview {
  const shown = table.columns.slice(0, mostColumns);
  return {
    columns: shown.map(
      (column, c): PreviewColumn => ({
        name: column.name,
        holds: holds(column),
        found: foundKind(column),
        given: given[column.name] ?? null,
        use: useOf(column, given[column.name], table, data),
        cells: table.rows.slice(0, shownCells).map((row) => row[c].slice(0, 100)),
      }),
    ),
    more: table.columns.length - shown.length,
    notes: table.notes,
  };
}

function foundKind({ kind }: Column): ColumnKindName {
  return kind === 'date' ? 'time' : kind === 'word' ? 'class' : 'number';
}

function useOf(
  { name, role }: Column,
  given: ColumnKindName | undefined,
  { time, alternating }: TableDescription,
  { inputs, targets, group = alternating?.column, horizon, layout }: TableData,
): PreviewColumn['use'] {
  if (name === group) {
    return 'series';
  }
  const isTarget = targets.includes(name);
  const usual = (given ?? role) === 'number' && (role === 'number' || given !== undefined);
  const byDefault = inputs === undefined && usual && (horizon > 0 || !isTarget);
  const isInput = inputs?.includes(name) ?? (byDefault || (layout === 'wide' && role === 'number'));
  if (isTarget) {
    return isInput ? 'input and target' : 'target';
  }
  return isInput ? 'input' : time.includes(name) ? 'time' : 'not read';
}
