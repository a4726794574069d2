/** Finds the config that a command is meant for, and checks it. */
import * as vscode from 'vscode';
import { parseConfig } from '../../config/parse';
import { configGlob, configName, isConfig, isDataFile, rangeIn } from '../common/configFile';
import { chooseConfig, configForData } from './newConfig';

/** @returns undefined where the person chooses none */
export async function configToTrain(
  target: vscode.Uri | undefined,
  title: string,
): Promise<vscode.Uri | undefined> {
  if (target && isConfig(target)) {
    return target;
  }
  return target && isDataFile(target) ? configForData(target, title) : chooseConfig(title);
}

/** @returns undefined where there is none, or the person chooses none */
export async function configToShow(
  target: vscode.Uri | undefined,
  title: string,
): Promise<vscode.Uri | undefined> {
  if (target && isConfig(target)) {
    return target;
  }
  const configs = await vscode.workspace.findFiles(configGlob, undefined, 1000);
  if (configs.length === 0) {
    const answer = await vscode.window.showInformationMessage(
      'There is no *.unroll.json in this workspace yet.',
      'Train Sequence Model',
    );
    if (answer) {
      await vscode.commands.executeCommand('unroll.train');
    }
    return undefined;
  }
  if (configs.length === 1) {
    return configs[0];
  }
  const items = configs
    .map((uri) => ({ label: configName(uri), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((left, right) => left.description.localeCompare(right.description));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Config' });
  return picked?.uri;
}

/** Whether a config can be trained as its editor has it; shows what is wrong where not. */
export async function isSound(config: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(config);
  const problem = parseConfig(document.getText()).problems.find(({ severity }) => severity === 'error');
  if (problem) {
    await showProblem(document, problem);
  }
  return problem === undefined;
}

/** Puts the config on screen unless it is there, so that the panel opens beside it. */
export async function bringUp(document: vscode.TextDocument): Promise<void> {
  const visible = vscode.window.visibleTextEditors.some(
    (editor) => editor.document.uri.toString() === document.uri.toString(),
  );
  if (!visible) {
    await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
  }
}

async function showProblem(
  document: vscode.TextDocument,
  problem: { readonly message: string; readonly offset: number; readonly length: number },
): Promise<void> {
  const range = rangeIn(document, problem);
  await vscode.window.showTextDocument(document, { selection: range, preview: false });
  vscode.window.showErrorMessage(
    `${configName(document.uri)} cannot be trained, line ${range.start.line + 1}: ${problem.message}`,
  );
}
