/** What the values of a debug configuration can be, from what is in the workspace: configs, their runs, weights and sequences. */
import path from 'node:path';
import * as vscode from 'vscode';
import { parseConfig } from '../../config/parse';
import { readConfigText } from '../../run/files/configText';
import { fileNames, latestRun, listRuns, readRunConfig, readRunRecord } from '../../run/files/folder';
import { InputError } from '../../run/files/inputError';
import { listWeights, snapshotWeightsFile } from '../../run/files/snapshots';
import { readTitle } from '../../run/files/title';
import { configFolder, configGlob, configName } from '../common/configFile';
import type { Runs } from '../runs/runs';
import { lastRunText, runText } from '../runs/trainingText';

export interface LaunchChoice {
  readonly value: string | number;
  /** What stands beside it. */
  readonly detail: string;
}

/** More are not listed: who wants an older one knows its name. */
const mostRuns = 50;

/** @param folder that the `launch.json` is of */
export async function launchChoices(
  key: string,
  launch: ReadonlyMap<string, unknown>,
  folder: vscode.WorkspaceFolder,
  runs: Runs,
): Promise<readonly LaunchChoice[]> {
  if (key === 'config') {
    return configs(folder, runs);
  }
  const config = configOf(launch.get('config'), folder);
  if (config === undefined) {
    return [];
  }
  switch (key) {
    case 'run':
      return runsOf(config);
    case 'checkpoint':
      return weightsOf(config, launch.get('run'));
    case 'sequence':
      return sequencesOf(config);
    default:
      return []; // of the others the schema says what they can be
  }
}

async function configs(folder: vscode.WorkspaceFolder, runs: Runs): Promise<readonly LaunchChoice[]> {
  const found = await vscode.workspace.findFiles(configGlob, undefined, 1000);
  const choices = found.flatMap((config) => {
    const value = withVariable(config, folder);
    return value === undefined ? [] : [{ config, value }];
  });
  return Promise.all(
    choices.map(async ({ config, value }) => {
      const run = await runs.latest(config);
      const detail = run ? lastRunText(run.record, run.config.model.cell, new Date()) : 'no run yet';
      return { value, detail };
    }),
  );
}

/** `${workspaceFolder}/weather.unroll.json`, with the folder's name where the file is in another one. */
export function withVariable(file: vscode.Uri, folder: vscode.WorkspaceFolder): string | undefined {
  const own = vscode.workspace.getWorkspaceFolder(file);
  if (!own) {
    return undefined;
  }
  const variable = own.index === folder.index ? 'workspaceFolder' : `workspaceFolder:${own.name}`;
  return `\${${variable}}/${path.posix.relative(own.uri.path, file.path)}`;
}

/** The config that a configuration names, where no more is needed to tell than the workspace. */
function configOf(named: unknown, folder: vscode.WorkspaceFolder): vscode.Uri | undefined {
  if (typeof named !== 'string' || named === '') {
    return undefined;
  }
  const file = named.replace(/\$\{workspaceFolder(?::([^}]*))?\}/g, (variable, name?: string) => {
    const meant =
      name === undefined ? folder : vscode.workspace.workspaceFolders?.find((each) => each.name === name);
    return meant?.uri.fsPath ?? variable;
  });
  return file.includes('${') ? undefined : vscode.Uri.file(path.resolve(folder.uri.fsPath, file));
}

/** The newest first, relative to the config's folder. */
async function runsOf(config: vscode.Uri): Promise<readonly LaunchChoice[]> {
  const folders = (await listRuns(configFolder(config), configName(config))).toReversed();
  return Promise.all(
    folders.slice(0, mostRuns).map(async (folder) => ({
      value: relative(config, folder),
      detail: await aboutRun(folder),
    })),
  );
}

async function aboutRun(folder: string): Promise<string> {
  try {
    const [record, { model }, title] = await Promise.all([
      readRunRecord(folder),
      readRunConfig(folder),
      readTitle(folder),
    ]);
    return [...(title === null ? [] : [title]), runText(record, model.cell, new Date())].join(' · ');
  } catch (error) {
    if (error instanceof InputError) {
      return 'cannot be read';
    }
    throw error;
  }
}

/** Of the run that the configuration names, or else of the newest: the latest weights first. */
async function weightsOf(config: vscode.Uri, named: unknown): Promise<readonly LaunchChoice[]> {
  const run =
    typeof named === 'string' && named !== ''
      ? path.resolve(configFolder(config), named)
      : await latestRun(configFolder(config), configName(config));
  if (run === undefined) {
    return [];
  }
  const snapshots = (await listWeights(run)).toReversed();
  return [
    { value: relative(config, path.join(run, fileNames.checkpoint)), detail: 'those that it ended with' },
    ...snapshots.map((step) => ({
      value: relative(config, snapshotWeightsFile(run, step)),
      detail: `after ${step} updates`,
    })),
  ];
}

/** Those that the config has watched in training. */
async function sequencesOf(config: vscode.Uri): Promise<readonly LaunchChoice[]> {
  try {
    const parsed = parseConfig(await readConfigText(config.fsPath));
    return [...new Set(parsed.config?.probe.sequences)].map((value) => ({
      value,
      detail: 'watched in training',
    }));
  } catch (error) {
    if (error instanceof InputError) {
      return []; // where there is no config to read, nothing is known of its sequences
    }
    throw error;
  }
}

function relative(config: vscode.Uri, file: string): string {
  return path.relative(configFolder(config), file).replaceAll(path.sep, '/');
}
