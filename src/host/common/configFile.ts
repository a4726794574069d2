/**
 * Decides which files are configs and which are data, names them, and turns spans of their text into ranges.
 */
import path from 'node:path';
import * as vscode from 'vscode';

const suffix = '.unroll.json';
/** Extensions of data files whose lines an editor shows. */
const textExtensions = ['.csv', '.tsv', '.txt', '.jsonl', '.ndjson'];
/**
 * Endings of the files that are offered as data; a config can name others. Most files in `.json` and `.ts` are
 * no data, so of those only archives of time series are offered, by the names that they are published under.
 */
const dataEndings = [
  ...textExtensions,
  ...textExtensions.map((extension) => `${extension}.gz`),
  '.parquet',
  '.npy',
  '.npz',
  '_TRAIN.ts',
  '_TEST.ts',
];

/** Selector for every provider that works on configs. */
export const configSelector: vscode.DocumentSelector = { scheme: 'file', pattern: `**/*${suffix}` };
/** Selector for every provider that works on data. */
export const dataSelector: vscode.DocumentSelector = textExtensions.map((extension) => ({
  scheme: 'file',
  pattern: `**/*${extension}`,
}));
/** Pattern that finds configs in the workspace. */
export const configGlob = `**/*${suffix}`;
/** Pattern that finds data files in the workspace. */
export const dataGlob = `**/*{${dataEndings.join(',')}}`;

export function isConfig(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(suffix);
}

export function isDataFile(uri: vscode.Uri): boolean {
  const name = uri.path.toLowerCase();
  return uri.scheme === 'file' && dataEndings.some((ending) => name.endsWith(ending.toLowerCase()));
}

/** Pattern of the files in which VS Code keeps the debug configurations of a folder. */
export const launchGlob = '**/.vscode/launch.json';

export function isLaunchFile(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith('/.vscode/launch.json');
}

/** Name of a config: `weather` for `…/weather.unroll.json`. */
export function configName(config: vscode.Uri): string {
  return path.posix.basename(config.path, suffix);
}

/** Config of that name in a folder. */
export function configIn(folder: string, name: string): vscode.Uri {
  return vscode.Uri.file(path.join(folder, name + suffix));
}

/** Folder that holds a config and, beside it, `.unroll`. */
export function configFolder(config: vscode.Uri): string {
  return path.dirname(config.fsPath);
}

/**
 * Folders that a training of this config may read from: the workspace's, and the config's own if it lies
 * outside.
 */
export function readableFolders(config: vscode.Uri): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
  return vscode.workspace.getWorkspaceFolder(config) ? folders : [...folders, configFolder(config)];
}

/** Converts a span of characters to a range of the editor. */
export function rangeIn(
  document: vscode.TextDocument,
  span: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(span.offset), document.positionAt(span.offset + span.length));
}
