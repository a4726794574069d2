/**
 * What the latest run of each config suffers from. While a training goes on it is diagnosed anew with each trace, on the analysis thread,
 * so that a finding comes and goes as the model changes; later it is read from the run's `findings.json`.
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
  /** Of the run, absolute. */
  readonly folder: string;
  /** What was trained. */
  readonly config: Config;
  readonly diagnosis: Diagnosis;
}

const setting = 'diagnosis.thresholds';

export class Findings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** What was found of the latest run of this config is another now, or gone. */
  readonly onChange = this.changed.event;
  /** By config; undefined of one that has no findings to show. */
  private readonly known = new Map<string, Promise<Found | undefined>>();
  private readonly subscriptions: readonly vscode.Disposable[];

  /** @param worker makes it when it is first needed */
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
          this.set(config, undefined); // read again when somebody asks
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`unroll.${setting}`)) {
          this.diagnoseAgain();
        }
      }),
    ];
  }

  /** Of the training that goes on, or else of the latest run. */
  async of(config: vscode.Uri): Promise<Found | undefined> {
    const key = config.toString();
    let found = this.known.get(key);
    if (!found) {
      found = this.trainings.of(config) ? Promise.resolve(undefined) : this.ofLatestRun(config);
      this.known.set(key, found);
    }
    return found;
  }

  /** The thresholds of the settings; what is not valid there is logged. */
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
    this.set(config, Promise.resolve(undefined)); // those of the run before no longer count
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

  /** @param found undefined: to be read when somebody asks */
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
      // Somewhere else it goes on: whoever trains it has it diagnosed.
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

  /** By the thresholds as they are now. */
  private diagnoseAgain(): void {
    for (const key of this.known.keys()) {
      const config = vscode.Uri.parse(key);
      if (!this.trainings.of(config)) {
        this.set(config, this.ofLatestRun(config, { again: true }));
      }
    }
  }
}
