/**
 * Finds the problems of a config that the beginning of its data file shows: whether the file exists and has
 * the columns. All other problems are found when the run reads the whole data.
 */
import type * as vscode from 'vscode';
import type { Config } from '../../config/schema';
import { DataError } from '../../data/common/dataset';
import { columnNames } from '../../data/descriptions/describeTable';
import { namedColumns, unknownColumn } from '../../data/tables/columns';
import { dataSource } from '../../run/sources/dataFiles';
import { readableFolders } from '../common/configFile';

/** Problem of the value at a key of the config, in one line. */
export interface KeyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Value that was probably meant. */
  readonly meant?: string;
}

export async function dataProblems({ data }: Config, config: vscode.Uri): Promise<KeyProblem[]> {
  if (data.kind === 'task') {
    return [];
  }
  try {
    const source = await dataSource(config.fsPath, data, readableFolders(config));
    if (data.kind !== 'table') {
      return [];
    }
    const names = await columnNames(source, data);
    return namedColumns(data).flatMap((named) => {
      const error = unknownColumn(named, names, data.file);
      return error === undefined ? [] : [problemOf(error)];
    });
  } catch (error) {
    if (error instanceof DataError) {
      return [problemOf(error)];
    }
    throw error;
  }
}

function problemOf({ key, message, meant }: DataError): KeyProblem {
  return { path: key, message, ...(meant === undefined ? {} : { meant }) };
}
