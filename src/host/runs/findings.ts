/**
 * Findings of the latest run of each config. During a training the run is diagnosed anew with each trace, on
 * the analysis thread, so that findings appear and vanish as the model changes; afterwards they are read from
 * the run's `findings.json`.
 */
import * as vscode from 'vscode';
import { limitsOf } from '../../analysis/diagnosis/evidence/limits';
import type { Thresholds } from '../../analysis/diagnosis/evidence/thresholds';
import type { Config } from '../../config/schema';
import type { Diagnosis } from '../../protocol/run';
import type { RunWorker } from '../../run/client/client';
import { readFindings } from '../../run/files/findings';
import type { Log } from '../common/log';
import { Throttler } from '../common/throttler';
import type { Runs } from './runs';
import type { LiveTraining, Trainings } from './trainings';

export interface Found {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** Config that was trained. */
  readonly config: Config;
  readonly diagnosis: Diagnosis;
}

const setting = 'diagnosis.thresholds';

export class Findings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** Fires when the findings of this config's latest run have changed or vanished. */
  readonly onChange = this.changed.event;
  /** Findings by config; undefined for a config that has none to show. */
  private readonly known = new Map<string, Promise<Found | undefined>>();
  private readonly subscriptions: readonly vscode.Disposable[];

  /** @param worker creates the worker when it is first needed */
  constructor(
    private readonly worker: () => RunWorker,
    private readonly trainings: Trainings,
    private readonly runs: Runs,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      this.changed,
      trainings.onStart((training) => this.follow(training)),
      runs.onChange((config) => {
        if (!trainings.of(config)) {
          this.set(config, undefined); // read again on the next request
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`unroll.${setting}`)) {
          this.diagnoseAgain();
        }
      }),
    ];
  }

  /** Returns the findings of the training in progress, or else of the latest run. */
  async of(config: vscode.Uri): Promise<Found | undefined> {
    const key = config.toString();
    let found = this.known.get(key);
    if (!found) {
      found = this.trainings.of(config) ? Promise.resolve(undefined) : this.ofLatestRun(config);
      this.known.set(key, found);
    }
    return found;
  }

  /** Returns the thresholds of the settings; invalid ones are logged. */
  limits(config: vscode.Uri): Partial<Thresholds> {
    const given = vscode.workspace
      .getConfiguration('unroll', config)
      .get<Record<string, unknown>>(setting, {});
    const { limits, problems } = limitsOf(given);
    for (const problem of problems) {
      this.log.channel.warn(`unroll.${setting}: ${problem}`);
    }
    return limits;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private follow(training: LiveTraining): void {
    const { config } = training;
    this.set(config, Promise.resolve(undefined)); // the findings of the previous run no longer count
    const newest = new Throttler<string>(async (folder) => {
      if (this.trainings.of(config) === training) {
        await this.diagnose(training, folder);
      }
    });
    training.onEvent((event) => {
      if (event.event === 'trace' && training.run) {
        newest.queue(training.run.folder);
      }
    });
    training.finished.then(async ({ run, status }) => {
      if (run === null) {
        this.set(config, undefined);
      } else if (status !== 'cancelled') {
        await this.diagnose(training, run);
      }
    });
  }

  private async diagnose({ config, run }: LiveTraining, folder: string): Promise<void> {
    try {
      const diagnosis = await this.worker().diagnose(folder, this.limits(config));
      if (run) {
        this.set(config, Promise.resolve({ folder, config: run.config, diagnosis }));
      }
    } catch (error) {
      this.log.failure(`the diagnosis of ${folder}`, error);
    }
  }

  /** @param found undefined if the findings are to be read on the next request */
  private set(config: vscode.Uri, found: Promise<Found | undefined> | undefined): void {
    if (found) {
      this.known.set(config.toString(), found);
    } else {
      this.known.delete(config.toString());
    }
    this.changed.fire(config);
  }

  private async ofLatestRun(config: vscode.Uri, { again = false } = {}): Promise<Found | undefined> {
    const run = await this.runs.latest(config);
    if (!run) {
      return undefined;
    }
    const { folder, record } = run;
    try {
      const stored = again ? null : await readFindings(folder);
      // Another process trains this run and has it diagnosed.
      if (stored === null && record.status === 'running') {
        return undefined;
      }
      const diagnosis = stored ?? (await this.worker().diagnose(folder, this.limits(config)));
      return { folder, config: run.config, diagnosis };
    } catch (error) {
      this.log.failure(`the diagnosis of ${folder}`, error);
      return undefined;
    }
  }

  /** Diagnoses the known runs again, with the current thresholds. */
  private diagnoseAgain(): void {
    for (const key of this.known.keys()) {
      const config = vscode.Uri.parse(key);
      if (!this.trainings.of(config)) {
        this.set(config, this.ofLatestRun(config, { again: true }));
      }
    }
  }
}
