/** Commands that train: a config, an example task, all cells of a config, or a fix. */
import * as vscode from 'vscode';
import type { CommandMaker, Commands } from '../common/command';
import { readFixPlace } from '../common/fixPlace';
import { bringUp, configToShow, configToTrain, isSound } from '../config/chooseConfig';
import { chooseTask } from '../config/newConfig';
import type { Comparing } from './comparing';
import type { Exporting } from './exporting';
import type { Findings } from './findings';
import type { Predicting } from './predicting';
import type { Runs } from './runs';
import type { Trainings } from './trainings';

/** @param show opens the panel of a config */
export function trainingCommands(
  make: CommandMaker,
  trainings: Trainings,
  findings: Findings,
  comparing: Comparing,
  runs: Runs,
  predicting: Predicting,
  exporting: Exporting,
  show: (config: vscode.Uri) => void,
): Commands<'train' | 'trainTask' | 'cancel' | 'compareCells' | 'predict' | 'exportModel' | 'tryFix'> {
  return {
    train: make.command('Train Sequence Model', async (argument, title) => {
      const config = await configToTrain(make.target(argument), title);
      if (config) {
        await train(config, trainings, show);
      }
    }),

    /** Trains a synthetic task, for which no data is needed. */
    trainTask: make.command('Train an Example Task', async (_, title) => {
      const config = await chooseTask(title);
      if (config) {
        await train(config, trainings, show);
      }
    }),

    cancel: make.command('Cancel Training', async (argument, title) => {
      const training = await trainingToCancel(make.target(argument), trainings, title);
      training?.cancel();
    }),

    compareCells: make.command('Compare Cells', async (argument, title) => {
      const config = await configToShow(make.target(argument), title);
      if (config && (await isSound(config))) {
        await comparing.compareCells(config);
      }
    }),

    /** Predicts with the latest run of a config. */
    predict: make.command('Predict', async (argument, title) => {
      const found = await latestOf(await configToShow(make.target(argument), title), runs);
      await (found && predicting.predict(found.config, found.folder, title));
    }),

    /** Exports the model of the latest run of a config. */
    exportModel: make.command('Export Model', async (argument, title) => {
      const found = await latestOf(await configToShow(make.target(argument), title), runs);
      await (found && exporting.exportModel(found.config, found.folder, title));
    }),

    /**
     * Its argument is the place of the finding: its config, rule, layer and gate, and the number of its fix.
     */
    tryFix: make.command('Try it', async (place) => {
      const { config, fix, ...wanted } = readFixPlace(place);
      const found = await findings.of(config);
      const finding = found?.diagnosis.findings.find(
        ({ rule, layer, gate }) => rule === wanted.rule && layer === wanted.layer && gate === wanted.gate,
      );
      if (!finding?.fixes[fix]) {
        throw new Error('this is no longer found in the latest run; look at its problems again');
      }
      await comparing.tryFix(config, finding, fix);
    }),
  };
}

/** @throws where the config has no run */
async function latestOf(config: vscode.Uri | undefined, runs: Runs) {
  const run = config && (await runs.latest(config));
  if (config && !run) {
    throw new Error('the config has no run yet; train it first');
  }
  return config && run && { config, folder: run.folder };
}

/** Trains a config as its editor has it; says why not where it cannot be. */
async function train(
  config: vscode.Uri,
  trainings: Trainings,
  show: (config: vscode.Uri) => void,
): Promise<void> {
  if (!(await isFree(config, trainings, show)) || !(await isSound(config))) {
    return;
  }
  const document = await vscode.workspace.openTextDocument(config);
  if (document.isDirty) {
    await document.save();
  }
  const text = document.getText();
  await bringUp(document);
  show(config);
  if (!trainings.of(config)) {
    trainings.start(config, text); // the button may have been pressed twice
  }
}

/**
 * Whether a config can be trained now; a training of it that goes on is ended first if the person wants that.
 */
async function isFree(
  config: vscode.Uri,
  trainings: Trainings,
  show: (config: vscode.Uri) => void,
): Promise<boolean> {
  const running = trainings.of(config);
  if (!running) {
    return true;
  }
  if (running.cancelled) {
    await running.finished;
    return !trainings.of(config);
  }
  const restart = 'Cancel and Restart';
  const open = 'Open Panel';
  const answer = await vscode.window.showWarningMessage(
    `${running.name} is in training already.`,
    restart,
    open,
  );
  if (answer === open) {
    show(config);
  }
  if (answer === restart) {
    running.cancel();
    await running.finished;
  }
  return answer === restart && !trainings.of(config);
}

async function trainingToCancel(target: vscode.Uri | undefined, trainings: Trainings, title: string) {
  const named = target && trainings.of(target);
  if (named || trainings.all.length < 2) {
    return named ?? trainings.all[0];
  }
  const items = trainings.all.map((training) => ({ label: training.name, training }));
  const picked = await vscode.window.showQuickPick(items, { title });
  return picked?.training;
}
