/**
 * Makes a config for a data file: asks what must be known (file, target, cell) and writes
 * `<name>.unroll.json` beside the data. Escape in any question ends it without a change, and no file is ever
 * overwritten.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { PresetTask } from '../../config/formTypes';
import { presets } from '../../config/presets';
import { suggestConfig } from '../../config/suggest';
import { configGlob, configIn, configName, dataGlob, isDataFile } from '../common/configFile';
import { askCell, askData } from './questions';

/** Extensions in the file dialog; `.json` and `.ts` are mostly something else, and so are not offered by name. */
const browsed = ['csv', 'tsv', 'txt', 'dat', 'jsonl', 'ndjson', 'json', 'parquet', 'npy', 'npz', 'ts', 'gz'];
const excluded = '**/{node_modules,.unroll,.git}/**';

type Kind = 'data' | 'configs' | 'tasks';

type Choice =
  | { readonly config: vscode.Uri }
  | { readonly data: vscode.Uri }
  | { readonly task: PresetTask }
  | { readonly browse: true };

/**
 * Starting point of a new config: a task, a data file, a file to be chosen, or (undefined) either, to be
 * chosen.
 */
export type Beginning = PresetTask | vscode.Uri | 'file' | undefined;

/** Writes a config for a starting point; asks for everything that the starting point leaves open. */
export async function newConfig(from: Beginning, title: string): Promise<vscode.Uri | undefined> {
  if (from instanceof vscode.Uri) {
    return configForData(from, title);
  }
  return from === undefined || from === 'file'
    ? choose(from === 'file' ? ['data'] : ['data', 'tasks'], title)
    : configForTask(from, title);
}

/**
 * Asks what to train: a config or a data file of the workspace, a synthetic task, or a file from elsewhere.
 */
export async function chooseConfig(title: string): Promise<vscode.Uri | undefined> {
  return choose(['data', 'configs', 'tasks'], title);
}

/** Asks which synthetic task to learn, for which no data is needed. */
export async function chooseTask(title: string): Promise<vscode.Uri | undefined> {
  return choose(['tasks'], title);
}

async function choose(kinds: readonly Kind[], title: string): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showQuickPick(choices(kinds), {
    title,
    placeHolder: 'Which data should the model learn from?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const choice = picked?.choice;
  if (!choice) {
    return undefined;
  }
  if ('config' in choice) {
    return choice.config;
  }
  if ('data' in choice) {
    return configForData(choice.data, title);
  }
  if ('task' in choice) {
    return configForTask(choice.task, title);
  }
  const chosen = await vscode.window.showOpenDialog({
    title,
    filters: { 'Data files': browsed },
  });
  return chosen?.[0] && configForData(chosen[0], title);
}

/** Returns a config for a data file: an existing one, or a new one. */
export async function configForData(data: vscode.Uri, title: string): Promise<vscode.Uri | undefined> {
  const folder = path.dirname(data.fsPath);
  const place = await findPlace(folder, path.parse(data.fsPath.replace(/\.gz$/i, '')).name, title);
  if (!place || 'existing' in place) {
    return place?.existing;
  }
  const choice = await askData(data, title);
  if (!choice) {
    return undefined;
  }
  const cell = await askCell(title);
  return cell && write(place.free, suggestConfig({ file: path.basename(data.fsPath), ...choice, cell }));
}

async function configForTask(task: PresetTask, title: string): Promise<vscode.Uri | undefined> {
  const folder = await askFolder();
  const place = folder && (await findPlace(folder.fsPath, task, title));
  if (!place || 'existing' in place) {
    return place?.existing;
  }
  const cell = await askCell(title);
  return cell && write(place.free, suggestConfig({ generate: task, cell }));
}

/** Finds the place of a new config; if its name is taken, asks whether to use the existing config. */
async function findPlace(
  folder: string,
  name: string,
  title: string,
): Promise<{ readonly free: vscode.Uri } | { readonly existing: vscode.Uri } | undefined> {
  const wanted = configIn(folder, name);
  if (!(await exists(wanted))) {
    return { free: wanted };
  }
  let number = 2;
  while (await exists(configIn(folder, `${name}-${number}`))) {
    number++;
  }
  const free = configIn(folder, `${name}-${number}`);
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: `$(json) Use ${path.basename(wanted.fsPath)}`,
        detail: 'The existing config.',
        place: { existing: wanted },
      },
      {
        label: `$(new-file) New config ${path.basename(free.fsPath)}`,
        detail: 'The other one stays as it is.',
        place: { free },
      },
    ],
    { title, placeHolder: `${path.basename(wanted.fsPath)} exists already.` },
  );
  return picked?.place;
}

async function write(config: vscode.Uri, text: string): Promise<vscode.Uri> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(config, { overwrite: false, contents: new TextEncoder().encode(text) });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Error(
      `${configName(config)}.unroll.json could not be written in ${path.dirname(config.fsPath)}.`,
    );
  }
  return config;
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return false;
    }
    throw error;
  }
}

async function askFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) {
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Folder of the new config' }))?.uri;
  }
  if (folders.length === 1) {
    return folders[0].uri;
  }
  const chosen = await vscode.window.showOpenDialog({
    title: 'Folder of the new config',
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}

async function choices(
  kinds: readonly Kind[],
): Promise<(vscode.QuickPickItem & { readonly choice?: Choice })[]> {
  const [configs, data] = await Promise.all([
    kinds.includes('configs') ? vscode.workspace.findFiles(configGlob, excluded, 1000) : [],
    kinds.includes('data') ? vscode.workspace.findFiles(dataGlob, excluded, 1000) : [],
  ]);
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const where = (uri: vscode.Uri) => vscode.workspace.asRelativePath(path.dirname(uri.fsPath));
  const byPath = (left: vscode.Uri, right: vscode.Uri) => left.path.localeCompare(right.path);
  const tasks = presets.map(({ task, name, about }) => ({
    label: `$(beaker) ${name}`,
    detail: about,
    choice: { task },
  }));
  return [
    ...(data.length > 0 ? [separator('data files')] : []),
    ...data
      .filter(isDataFile)
      .sort(byPath)
      .map((uri) => ({
        label: `$(table) ${path.basename(uri.fsPath)}`,
        description: where(uri),
        choice: { data: uri },
      })),
    ...(configs.length > 0 ? [separator('configs')] : []),
    ...configs.sort(byPath).map((uri) => ({
      label: `$(json) ${path.basename(uri.fsPath)}`,
      description: where(uri),
      choice: { config: uri },
    })),
    ...(kinds.includes('tasks') ? [separator('synthetic tasks'), ...tasks] : []),
    ...(kinds.includes('data')
      ? [separator('elsewhere'), { label: '$(folder-opened) Browse…', choice: { browse: true } as const }]
      : []),
  ];
}
