/**
 * Composes everything that the extension does in a window. The worker starts with the first training or
 * spectrum.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { RunWorker } from '../run/client/client';
import { makeCommands } from './commands';
import type { Commands } from './common/command';
import { Log } from './common/log';
import { Debugging } from './debugging/debugging';
import { registerFindingHover } from './language/findingHover';
import { registerLenses } from './language/lenses';
import { Problems } from './language/problems';
import { registerQuickFixes } from './language/quickFixes';
import { registerRowLens } from './language/rowLens';
import { registerWeightHover } from './language/weightHover';
import { Panels } from './panel/panels';
import { Comparing } from './runs/comparing';
import { Comparisons } from './runs/comparisons';
import { DataReaders } from './runs/dataReaders';
import { Exporting } from './runs/exporting';
import { Findings } from './runs/findings';
import { Predicting } from './runs/predicting';
import { showProgress } from './runs/progress';
import { Runs } from './runs/runs';
import { Spectra } from './runs/spectra';
import { Trainings } from './runs/trainings';
import type { RunsNode } from './runsView/node';
import { RunsView } from './runsView/runsView';

export class Workbench {
  readonly commands: Commands;
  readonly debugging: Debugging;
  readonly panels: Panels;
  readonly runsView: RunsView;
  private worker: RunWorker | undefined;
  private readonly parts: readonly vscode.Disposable[];

  constructor(context: vscode.ExtensionContext, panelType: string, runsView: vscode.TreeView<RunsNode>) {
    const worker = () => {
      this.worker ??= new RunWorker(path.join(context.extensionPath, 'dist', 'worker.js'));
      return this.worker;
    };
    const log = new Log();
    const trainings = new Trainings(worker);
    const runs = new Runs(trainings, log);
    const spectra = new Spectra(worker);
    const findings = new Findings(worker, trainings, runs, log);
    const problems = new Problems(trainings, findings, log);
    const comparisons = new Comparisons(worker, findings);
    const extension = context.extensionUri;
    const comparing = new Comparing(comparisons, (config) => this.panels.show(config, 'comparison'), log);
    const debugging = new Debugging(context.extensionPath, () => this.panels, runs, log);
    this.debugging = debugging;
    this.panels = new Panels(
      {
        panelType,
        extension,
        trainings,
        runs,
        findings,
        comparisons,
        comparing,
        spectra,
        worker,
        debugging,
        log,
      },
      context.workspaceState,
    );
    const readers = new DataReaders(runs);
    const predicting = new Predicting(worker);
    const exporting = new Exporting(worker);
    this.commands = makeCommands({
      trainings,
      panels: this.panels,
      findings,
      comparing,
      runs,
      predicting,
      exporting,
      readers,
      debugging,
      extension,
      log,
    });
    const services = {
      trainings,
      runs,
      comparisons,
      predicting,
      exporting,
      panels: this.panels,
      debugging,
      log,
    };
    this.runsView = new RunsView(runsView, services);
    this.parts = [
      trainings,
      runs,
      findings,
      comparisons,
      readers,
      problems,
      this.panels,
      this.runsView,
      showProgress(trainings, log),
      registerLenses(trainings, runs),
      registerRowLens(readers),
      debugging,
      registerWeightHover(runs, spectra, log),
      registerQuickFixes(problems, comparisons),
      registerFindingHover(problems),
      log,
    ];
  }

  async dispose(): Promise<void> {
    vscode.Disposable.from(...this.parts).dispose();
    await this.worker?.dispose();
  }
}
