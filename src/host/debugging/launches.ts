/** Launches that are offered without a `launch.json`: the newest run of each config in a folder. */
import * as vscode from 'vscode';
import { configGlob, configName } from '../common/configFile';
import type { Runs } from '../runs/runs';
import { withVariable } from './launchChoices';

/** @returns the launches, that of the newest run first; a config without a run has none */
export async function launches(
  type: string,
  folder: vscode.WorkspaceFolder | undefined,
  runs: Runs,
): Promise<vscode.DebugConfiguration[]> {
  const glob = folder ? new vscode.RelativePattern(folder, configGlob) : configGlob;
  const configs = await vscode.workspace.findFiles(glob, undefined, 1000);
  const found = await Promise.all(
    configs.map(async (config) => ({ config, run: await runs.latest(config) })),
  );
  const trained = found
    .flatMap(({ config, run }) => (run ? [{ config, started: run.record.startedAt }] : []))
    .sort((left, right) => right.started.localeCompare(left.started));
  const names = trained.map(({ config }) => configName(config));
  return trained.map(({ config }) => {
    const name = configName(config);
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    return {
      type,
      request: 'launch',
      name: `${isAlone ? name : vscode.workspace.asRelativePath(config)}, the sequence that is watched`,
      config: (folder && withVariable(config, folder)) ?? config.fsPath,
    };
  });
}
