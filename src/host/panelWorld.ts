/** The services that every panel works with. */
import type * as vscode from 'vscode';
import type { RunWorker } from '../run/client';
import type { Comparing } from './comparing';
import type { Comparisons } from './comparisons';
import type { Debugging } from './debugging/debugging';
import type { Findings } from './findings';
import type { Log } from './log';
import type { Runs } from './runs';
import type { Spectra } from './spectra';
import type { Trainings } from './trainings';

/** What every panel works with. */
export interface PanelWorld {
  readonly panelType: string;
  readonly extension: vscode.Uri;
  readonly trainings: Trainings;
  readonly runs: Runs;
  readonly findings: Findings;
  readonly comparisons: Comparisons;
  readonly comparing: Comparing;
  readonly spectra: Spectra;
  readonly worker: () => RunWorker;
  readonly debugging: Debugging;
  readonly log: Log;
}
