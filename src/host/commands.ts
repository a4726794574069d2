/** What the commands of the palette, the menus and the lenses do. Each finds the config it is meant for, then acts. */
import * as vscode from 'vscode';
import { parseConfig } from '../config/parse';
import { presets } from '../config/presets';
import { attempt } from './common/attempt';
import { configGlob, configName, isConfig, isDataFile, rangeIn } from './common/configFile';
import { explain } from './common/explain';
import { readFixPlace } from './common/fixPlace';
import type { Log } from './common/log';
import { askPick } from './common/pickQuestion';
import { type RowPlace, readRowPlace } from './common/rowPlace';
import { type Beginning, chooseConfig, chooseTask, configForData, newConfig } from './config/newConfig';
import type { Debugging } from './debugging/debugging';
import type { DataReader, DataReaders } from './language/dataReaders';
import type { Panels } from './panel/panels';
import type { Comparing } from './runs/comparing';
import type { Findings } from './runs/findings';
import type { Trainings } from './runs/trainings';
import { lastRunText } from './runs/trainingText';

export class Commands {
  constructor(
    private readonly trainings: Trainings,
    private readonly panels: Panels,
    private readonly findings: Findings,
    private readonly comparing: Comparing,
    private readonly readers: DataReaders,
    private readonly debugging: Debugging,
    private readonly extension: vscode.Uri,
    private readonly log: Log,
  ) {}

  train(argument: unknown): Promise<void> {
    return this.run('Train Sequence Model', async (title) => {
      const config = await configToTrain(this.target(argument), title);
      if (config) {
        await this.trainConfig(config);
      }
    });
  }

  /**
   * @param argument what to begin with: a task, a data file, or `file` for one that is asked for; absent: the data file
   * that is open, else whatever is chosen
   */
  newConfig(argument: unknown): Promise<void> {
    return this.run('New Config', async (title) => {
      const open = this.target(argument);
      const data = open && isDataFile(open) ? open : undefined;
      const config = await newConfig(beginningOf(argument) ?? data, title);
      if (config) {
        await bringUp(await vscode.workspace.openTextDocument(config));
        this.panels.show(config);
      }
    });
  }

  /** Trains a synthetic task, for which no data is needed. */
  trainTask(): Promise<void> {
    return this.run('Train an Example Task', async (title) => {
      const config = await chooseTask(title);
      if (config) {
        await this.trainConfig(config);
      }
    });
  }

  cancel(argument: unknown): Promise<void> {
    return this.run('Cancel Training', async () => {
      const training = await trainingToCancel(this.target(argument), this.trainings);
      training?.cancel();
    });
  }

  inspectGradients(argument: unknown): Promise<void> {
    return this.run('Inspect Gradients', async (title) => {
      const config = await configToShow(this.target(argument), title);
      if (config) {
        this.panels.show(config, 'gradients');
      }
    });
  }

  openPanel(argument: unknown): Promise<void> {
    return this.run('Open Panel', async (title) => {
      const config = await configToShow(this.target(argument), title);
      if (config) {
        this.panels.show(config);
      }
    });
  }

  compareCells(argument: unknown): Promise<void> {
    return this.run('Compare Cells', async (title) => {
      const config = await configToShow(this.target(argument), title);
      if (config && (await isSound(config))) {
        await this.comparing.compareCells(config);
      }
    });
  }

  /** @param place of the finding: its config, rule, layer and gate, and the number of its fix */
  tryFix(place: unknown): Promise<void> {
    return this.run('Try it', async () => {
      const { config, fix, ...wanted } = readFixPlace(place);
      const found = await this.findings.of(config);
      const finding = found?.diagnosis.findings.find(
        ({ rule, layer, gate }) => rule === wanted.rule && layer === wanted.layer && gate === wanted.gate,
      );
      if (!finding?.fixes[fix]) {
        throw new Error('this is no longer found in the latest run; look at its problems again');
      }
      await this.comparing.tryFix(config, finding, fix);
    });
  }

  /** Looks at a sequence that was not watched in training; in a data file that a run has read also at that of the cursor's line. */
  probeSequence(argument: unknown): Promise<void> {
    return this.run('Probe Sequence', async (title) => {
      const target = this.target(argument);
      const readers = target && isDataFile(target) ? await this.readers.of(target) : [];
      const config = await (readers.length > 0 ? chooseReader(readers, title) : configToShow(target, title));
      const pick = config && (await askPick(title, readers.length > 0 ? cursorPlace(target) : undefined));
      if (config && pick) {
        this.panels.pick(config, pick);
      }
    });
  }

  /** @param place a line of a data file that a run has read */
  probeRow(place: unknown): Promise<void> {
    return this.run('Probe This Row', async (title) => {
      const { file, line, config } = await this.readerOfRow(place, title);
      if (config) {
        this.panels.pick(config, { by: 'line', file: file.fsPath, line });
      }
    });
  }

  /** @param place a line of a data file that a run has read */
  debugRow(place: unknown): Promise<void> {
    return this.run('Debug This Sequence', async (title) => {
      const { line, config } = await this.readerOfRow(place, title);
      if (config) {
        await this.debugging.start(config, `line ${line + 1}`, { line });
      }
    });
  }

  explain(page: unknown): Promise<void> {
    return this.run('Documentation', () => explain(this.extension, page === 'math' ? 'math' : 'diagnosis'));
  }

  /** A line of a data file, and the config whose run has read it: the one that the person chooses, undefined where none is. */
  private async readerOfRow(place: unknown, title: string) {
    const { file, line } = readRowPlace(place);
    const readers = await this.readers.of(file);
    if (readers.length === 0) {
      throw new Error('no run of this workspace has read this file');
    }
    return { file, line, config: await chooseReader(readers, title) };
  }

  /** Trains a config as its editor has it; says why not where it cannot be. */
  private async trainConfig(config: vscode.Uri): Promise<void> {
    if (!(await this.isFree(config))) {
      return;
    }
    if (!(await isSound(config))) {
      return;
    }
    const document = await vscode.workspace.openTextDocument(config);
    if (document.isDirty) {
      await document.save();
    }
    const text = document.getText();
    await bringUp(document);
    this.panels.show(config);
    if (!this.trainings.of(config)) {
      this.trainings.start(config, text); // the button may have been pressed twice
    }
  }

  /** Whether a config can be trained now; a training of it that goes on is ended first if the person wants that. */
  private async isFree(config: vscode.Uri): Promise<boolean> {
    const running = this.trainings.of(config);
    if (!running) {
      return true;
    }
    if (running.cancelled) {
      await running.finished;
      return !this.trainings.of(config);
    }
    const restart = 'Cancel and Restart';
    const show = 'Open Panel';
    const answer = await vscode.window.showWarningMessage(
      `${running.name} is in training already.`,
      restart,
      show,
    );
    if (answer === show) {
      this.panels.show(config);
    }
    if (answer === restart) {
      running.cancel();
      await running.finished;
    }
    return answer === restart && !this.trainings.of(config);
  }

  /** The argument (a menu's resource, a lens' config), else the active panel's config, else the active tab's file. */
  private target(argument: unknown): vscode.Uri | undefined {
    if (argument instanceof vscode.Uri) {
      return argument;
    }
    if (isUriLike(argument)) {
      return vscode.Uri.from(argument); // a command link carries its arguments as JSON
    }
    return this.panels.active ?? vscode.window.activeTextEditor?.document.uri ?? fileOfActiveTab();
  }

  private run(title: string, action: (title: string) => Promise<void>): Promise<void> {
    return attempt(title, this.log, () => action(title));
  }
}

/** A data file may be open in a table editor, which is no text editor. */
function fileOfActiveTab(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

function isUriLike(value: unknown): value is { scheme: string; path: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'scheme' in value &&
    typeof value.scheme === 'string' &&
    'path' in value &&
    typeof value.path === 'string'
  );
}

function beginningOf(argument: unknown): Beginning {
  if (argument === 'file') {
    return argument;
  }
  return presets.find(({ task }) => task === argument)?.task;
}

async function configToTrain(target: vscode.Uri | undefined, title: string): Promise<vscode.Uri | undefined> {
  if (target && isConfig(target)) {
    return target;
  }
  return target && isDataFile(target) ? configForData(target, title) : chooseConfig(title);
}

async function configToShow(target: vscode.Uri | undefined, title: string): Promise<vscode.Uri | undefined> {
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

/** The line of the cursor, where this file is in the editor that has the focus, as its run has read it. */
function cursorPlace(file: vscode.Uri | undefined): RowPlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return file && editor?.document.uri.toString() === file.toString() && !editor.document.isDirty
    ? { file, line: editor.selection.active.line }
    : undefined;
}

/** @param readers the newest first */
async function chooseReader(readers: readonly DataReader[], title: string): Promise<vscode.Uri | undefined> {
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

async function trainingToCancel(target: vscode.Uri | undefined, trainings: Trainings) {
  const named = target && trainings.of(target);
  if (named || trainings.all.length < 2) {
    return named ?? trainings.all[0];
  }
  const items = trainings.all.map((training) => ({ label: training.name, training }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Cancel Training' });
  return picked?.training;
}

/** Whether a config can be trained as its editor has it; shows what is wrong where not. */
async function isSound(config: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(config);
  const problem = parseConfig(document.getText()).problems.find(({ severity }) => severity === 'error');
  if (problem) {
    await showProblem(document, problem);
  }
  return problem === undefined;
}

/** Puts the config on screen unless it is there, so that the panel opens beside it. */
async function bringUp(document: vscode.TextDocument): Promise<void> {
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
