/**
 * Values that a debug configuration can have, from the workspace: configs, their runs, weights and sequences.
 */
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
  /** Text beside the value in the list. */
  readonly detail: string;
}

/** Number of runs that are listed; users who want an older one type its name. */
const mostRuns = 50;

/** @param folder folder of the `launch.json` */
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
      return []; // the schema states the values of the other keys
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

/**
 * Returns `${workspaceFolder}/weather.unroll.json`, with the folder's name if the file is in another folder.
 */
export function withVariable(file: vscode.Uri, folder: vscode.WorkspaceFolder): string | undefined {
  const own = vscode.workspace.getWorkspaceFolder(file);
  if (!own) {
    return undefined;
  }
  const variable = own.index === folder.index ? 'workspaceFolder' : `workspaceFolder:${own.name}`;
  return `\${${variable}}/${path.posix.relative(own.uri.path, file.path)}`;
}

/**
 * Returns the config that a configuration names; undefined if its path has variables other than workspace
 * folders.
 */
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

/** Returns the runs of a config, relative to its folder, newest first. */
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

/**
 * Returns the weights of the run that the configuration names, or else of the newest run, latest weights
 * first.
 */
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
    { value: relative(config, path.join(run, fileNames.checkpoint)), detail: 'at the end of the run' },
    ...snapshots.map((step) => ({
      value: relative(config, snapshotWeightsFile(run, step)),
      detail: `after ${step} updates`,
    })),
  ];
}

/** Returns the sequences that the config lists to be recorded in training. */
async function sequencesOf(config: vscode.Uri): Promise<readonly LaunchChoice[]> {
  try {
    const parsed = parseConfig(await readConfigText(config.fsPath));
    return [...new Set(parsed.config?.probe.sequences)].map((value) => ({
      value,
      detail: 'watched in training',
    }));
  } catch (error) {
    if (error instanceof InputError) {
      return []; // without a readable config, its sequences are unknown
    }
    throw error;
  }
}

function relative(config: vscode.Uri, file: string): string {
  return path.relative(configFolder(config), file).replaceAll(path.sep, '/');
}
