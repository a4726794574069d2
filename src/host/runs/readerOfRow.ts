/** Finds the config whose run has read a data file, for the commands that begin at one of its rows. */
import * as vscode from 'vscode';
import { configName } from '../common/configFile';
import { readRowPlace } from '../common/rowPlace';
import type { DataReader, DataReaders } from './dataReaders';
import { lastRunText } from './trainingText';

/** A line of a data file, and the config whose run has read it; undefined where the person chooses none. */
export interface ReadRow {
  readonly file: vscode.Uri;
  readonly line: number;
  readonly config: vscode.Uri | undefined;
}

/** @param place a line of a data file that a run has read */
export async function readerOfRow(readers: DataReaders, place: unknown, title: string): Promise<ReadRow> {
  const { file, line } = readRowPlace(place);
  const found = await readers.of(file);
  if (found.length === 0) {
    throw new Error('no run of this workspace has read this file');
  }
  return { file, line, config: await chooseReader(found, title) };
}

/** @param readers the newest first */
export async function chooseReader(
  readers: readonly DataReader[],
  title: string,
): Promise<vscode.Uri | undefined> {
  if (readers.length === 1) {
    return readers[0].config;
  }
  const items = readers.map(({ config, run: { record, config: trained } }) => ({
    label: configName(config),
    description: lastRunText(record, trained.model.cell, new Date()),
    config,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Model to look at' });
  return picked?.config;
}
