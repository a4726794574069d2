/** The config as it is in the editor: reads it for the panel's form and applies the form's changes to it. */
import { findNodeAtLocation, getNodeValue } from 'jsonc-parser';
import * as vscode from 'vscode';
import { editConfig } from '../../config/edit';
import { formOf as formOfText } from '../../config/form';
import type { Form, FormValue } from '../../config/formTypes';
import { kindOfData } from '../../config/kind';
import { type ParsedConfig, parseConfig, rangeOf } from '../../config/parse';
import { presets } from '../../config/presets';
import type { Config } from '../../config/schema';
import { DataError } from '../../data/common/dataset';
import { findDataFiles } from '../../run/sources/dataFiles';
import { rangeIn, readableFolders } from '../common/configFile';
import type { KnownColumns } from './dataColumns';
import type { KnownPreview } from './dataPreview';
import { dataProblems } from './dataProblems';

/** Returns the form of a config, with the columns of its data file and the problems of both. */
export async function formOf(config: vscode.Uri, columns: KnownColumns, known: KnownPreview): Promise<Form> {
  const document = await vscode.workspace.openTextDocument(config);
  const text = document.getText();
  const parsed = parseConfig(text);
  const problems = parsed.config ? await dataProblems(parsed.config, config) : [];
  const preview = await previewOf(parsed.config, config, known);
  return {
    file: vscode.workspace.asRelativePath(config),
    ...formOfText(text, { columns: await columnsNamedBy(parsed.root, config, columns), problems }, parsed),
    presets: presets.map(({ task, name, about, look }) => ({ task, name, about, look })),
    ...(preview ? { preview } : {}),
  };
}

async function previewOf(parsed: Config | undefined, config: vscode.Uri, known: KnownPreview) {
  if (parsed?.data.kind !== 'table') {
    return undefined;
  }
  try {
    const [file] = await findDataFiles(config.fsPath, parsed.data, readableFolders(config));
    return await known.of(file.path, parsed.data);
  } catch (error) {
    if (error instanceof DataError) {
      return undefined; // reported as a problem at its key
    }
    throw error;
  }
}

/** Returns the columns of the data file that a config names, whatever else is wrong with the config. */
async function columnsNamedBy(root: ParsedConfig['root'], config: vscode.Uri, known: KnownColumns) {
  const data = root && findNodeAtLocation(root, ['data']);
  const node = root && findNodeAtLocation(root, ['data', 'file']);
  const named: unknown = node && getNodeValue(node);
  if (!data || typeof named !== 'string' || named === '') {
    return undefined;
  }
  try {
    const found = kindOfData(getNodeValue(data));
    const kind = 'kind' in found ? found.kind : 'text';
    const [file] = await findDataFiles(config.fsPath, { file: named, kind }, readableFolders(config));
    const columns = (await known.of(file.path)).map(({ name, kind, holds }) => ({
      name,
      holds,
      numeric: kind === 'number',
    }));
    return columns.length > 0 ? columns : undefined;
  } catch (error) {
    if (error instanceof DataError) {
      return undefined; // reported as a problem at its key
    }
    throw error;
  }
}

/**
 * Changes one key in the config's document, as an edit that can be undone; comments and formatting stay. The
 * document is not saved: starting a training does that.
 * @param value null removes the key
 */
export async function applyEdit(
  config: vscode.Uri,
  path: readonly string[],
  value: FormValue | null,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(config);
  const edit = new vscode.WorkspaceEdit();
  for (const change of editConfig(document.getText(), path, value)) {
    edit.replace(config, rangeIn(document, change), change.content);
  }
  if (edit.size > 0 && !(await vscode.workspace.applyEdit(edit))) {
    throw new Error(`${vscode.workspace.asRelativePath(config)} could not be changed.`);
  }
}

/** Moves the cursor to a key, or to its nearest parent that is present. */
export async function showKey(config: vscode.Uri, key: readonly (string | number)[]): Promise<void> {
  const document = await vscode.workspace.openTextDocument(config);
  const { start } = rangeIn(document, rangeOf(document.getText(), key));
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(start, start),
  });
}
