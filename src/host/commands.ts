/** All commands of the palette, the menus and the lenses, each from its room. */
import type * as vscode from 'vscode';
import { CommandMaker, type Commands } from './common/command';
import { explain } from './common/explain';
import type { Log } from './common/log';
import { configCommands } from './config/commands';
import { debuggingCommands } from './debugging/commands';
import type { Debugging } from './debugging/debugging';
import { panelCommands } from './panel/commands';
import type { Panels } from './panel/panels';
import { trainingCommands } from './runs/commands';
import type { Comparing } from './runs/comparing';
import type { DataReaders } from './runs/dataReaders';
import type { Exporting } from './runs/exporting';
import type { Findings } from './runs/findings';
import type { Predicting } from './runs/predicting';
import type { Runs } from './runs/runs';
import type { Trainings } from './runs/trainings';

export interface CommandServices {
  readonly trainings: Trainings;
  readonly panels: Panels;
  readonly findings: Findings;
  readonly comparing: Comparing;
  readonly runs: Runs;
  readonly predicting: Predicting;
  readonly exporting: Exporting;
  readonly readers: DataReaders;
  readonly debugging: Debugging;
  /** Folder of the extension. */
  readonly extension: vscode.Uri;
  readonly log: Log;
}

export function makeCommands(services: CommandServices): Commands {
  const {
    trainings,
    panels,
    findings,
    comparing,
    runs,
    predicting,
    exporting,
    readers,
    debugging,
    extension,
    log,
  } = services;
  const make = new CommandMaker(() => panels.active, log);
  const show = (config: vscode.Uri) => panels.show(config);
  return {
    ...configCommands(make, show),
    ...trainingCommands(make, trainings, findings, comparing, runs, predicting, exporting, show),
    ...panelCommands(make, panels, readers),
    ...debuggingCommands(make, debugging, readers),
    explain: make.command('Documentation', (page) =>
      explain(extension, page === 'math' ? 'math' : 'diagnosis'),
    ),
  };
}
