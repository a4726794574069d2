/** Which files are configs and which are data, what they are called, and how spans of their text become ranges. */
import path from 'node:path';
import * as vscode from 'vscode';

const suffix = '.unroll.json';
/** The files that are offered; a config can name others, which are read as text. */
const dataExtensions = ['.csv', '.tsv', '.txt', '.jsonl', '.ndjson'];

/** For every provider that looks at configs. */
export const configSelector: vscode.DocumentSelector = { scheme: 'file', pattern: `**/*${suffix}` };
/** For every provider that looks at data. */
export const dataSelector: vscode.DocumentSelector = dataExtensions.map((extension) => ({
  scheme: 'file',
  pattern: `**/*${extension}`,
}));
/** Finds configs in the workspace. */
export const configGlob = `**/*${suffix}`;
/** Finds data files in the workspace. */
export const dataGlob = `**/*.{${dataExtensions.map((extension) => extension.slice(1)).join(',')}}`;

export function isConfig(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith(suffix);
}

export function isDataFile(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && dataExtensions.includes(path.posix.extname(uri.path).toLowerCase());
}

/** Where VS Code keeps what a folder can debug. */
export const launchGlob = '**/.vscode/launch.json';

export function isLaunchFile(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && uri.path.endsWith('/.vscode/launch.json');
}

/** `weather` of `…/weather.unroll.json`. */
export function configName(config: vscode.Uri): string {
  return path.posix.basename(config.path, suffix);
}

/** The config of that name in a folder. */
export function configIn(folder: string, name: string): vscode.Uri {
  return vscode.Uri.file(path.join(folder, name + suffix));
}

/** The folder that holds a config, and with it `.unroll`. */
export function configFolder(config: vscode.Uri): string {
  return path.dirname(config.fsPath);
}

/** The folders a training of this config may read from: the workspace's, and the config's own where it lies outside. */
export function readableFolders(config: vscode.Uri): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
  return vscode.workspace.getWorkspaceFolder(config) ? folders : [...folders, configFolder(config)];
}

/** A span of characters as the editor's range. */
export function rangeIn(
  document: vscode.TextDocument,
  span: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(span.offset), document.positionAt(span.offset + span.length));
}
