/** Services that every panel works with. */
import type * as vscode from 'vscode';
import type { RunWorker } from '../../run/client/client';
import type { Log } from '../common/log';
import type { Debugging } from '../debugging/debugging';
import type { Comparing } from '../runs/comparing';
import type { Comparisons } from '../runs/comparisons';
import type { Findings } from '../runs/findings';
import type { Runs } from '../runs/runs';
import type { Spectra } from '../runs/spectra';
import type { Trainings } from '../runs/trainings';

export interface PanelServices {
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
