/** The run that a panel shows: its course, its newest trace and weights, and its training while that goes on. */
import type * as vscode from 'vscode';
import type { LayerAnalysis } from '../analysis/layerAnalysis';
import type { AnalysedLayer, Diagnosis, HostToPanel, RunRecord } from '../protocol';
import { readFindings } from '../run/findings';
import { readRun } from '../run/folder';
import { readTraces, readWeights } from '../run/traces';
import { LiveFeed } from './liveFeed';
import { Newest } from './newest';
import type { PanelWorld } from './panel';
import type { LiveTraining } from './trainings';

export class ShownRun implements vscode.Disposable {
  /** What was found of it, as the page was told last. */
  diagnosis: Diagnosis | null = null;
  private folder: string | undefined;
  /** The run that a person has opened; it stays until another is opened or a training begins. */
  private opened: string | undefined;
  /** Folder of the latest run when the page was told last. */
  private latest: string | undefined;
  /** `stateOf` the run that the page was told of last. */
  private shown: string | undefined;
  private feed: LiveFeed | undefined;
  /** Why the last training ended, where it failed. */
  private failure: string | undefined;
  private readonly subscriptions: vscode.Disposable[];
  private readonly runs = new Newest<string | undefined>((wanted) => this.sayRun(wanted));
  /** Reading a trace can take longer than making it: then the newest is read next, and those between are left out. */
  private readonly traces = new Newest<string>((file) => this.sayTrace(file));
  private readonly spectra = new Newest<string>((block) => this.saySpectrum(block));
  private readonly diagnoses = new Newest<undefined>(() => this.sayDiagnosis());
  private readonly analyses = new Newest<AnalysedLayer>((of) => this.sayAnalysis(of));

  /** @param post tells the page, if it is there */
  constructor(
    private readonly config: vscode.Uri,
    private readonly world: PanelWorld,
    private readonly post: (message: HostToPanel) => void,
  ) {
    const { trainings, runs, findings } = world;
    const isMine = (uri: vscode.Uri) => uri.toString() === config.toString();
    this.subscriptions = [
      trainings.onStart((training) => {
        if (isMine(training.config)) {
          this.failure = undefined;
          this.opened = undefined;
          this.follow(training);
        }
      }),
      trainings.onEnd(({ training, finished }) => {
        if (isMine(training.config)) {
          this.feed?.dispose();
          this.feed = undefined;
          this.failure = finished.status === 'failed' ? finished.error : undefined;
          if (this.opened === undefined) {
            this.show(finished.run ?? undefined);
          }
        }
      }),
      findings.onChange((changed) => {
        if (isMine(changed)) {
          this.diagnoses.offer(undefined);
        }
      }),
      runs.onChange((changed) => {
        if (isMine(changed)) {
          this.lookAgain();
        }
      }),
    ];
    const training = trainings.of(config);
    if (training) {
      this.follow(training);
    }
  }

  /**
   * Tells the page everything of a run: the one in training, else the one asked for, else the latest.
   * @param wanted folder of a run; ignored where it is not a run of this config
   */
  show(wanted?: string): void {
    this.runs.offer(wanted);
  }

  /** Shows a run from now on, also while another one trains. */
  open(folder: string): void {
    const training = this.world.trainings.of(this.config);
    if (training && training.run?.folder === folder) {
      this.opened = undefined;
      this.follow(training);
    } else {
      this.opened = folder;
      this.feed?.dispose();
      this.feed = undefined;
    }
    this.show();
  }

  /** Has the spectrum of a block computed, and tells the page. */
  askSpectrum(block: string): void {
    this.spectra.offer(block);
  }

  /** Has a layer analysed, and tells the page. */
  askAnalysis(of: AnalysedLayer): void {
    this.analyses.offer(of);
  }

  dispose(): void {
    this.feed?.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  /** The command line trains, a run was deleted, or a watcher tells late what is shown already. */
  private async lookAgain(): Promise<void> {
    const { runs } = this.world;
    if (this.feed) {
      return; // it hears of everything sooner
    }
    const latest = await runs.latest(this.config);
    const gone = this.folder !== undefined && !(await runs.has(this.folder));
    if (this.feed) {
      return;
    }
    if (gone || (latest && latest.folder !== this.latest)) {
      this.opened = undefined;
      this.show();
    } else if (latest && latest.folder === this.folder && stateOf(latest) !== this.shown) {
      this.show(latest.folder);
    }
  }

  private follow(training: LiveTraining): void {
    this.feed?.dispose();
    this.feed = new LiveFeed(training, {
      post: this.post,
      onStart: () => this.show(),
      onTrace: (file) => this.traces.offer(file),
    });
  }

  private async sayRun(wanted: string | undefined): Promise<void> {
    const { trainings, runs, log } = this.world;
    try {
      const live = this.opened === undefined ? trainings.of(this.config) : undefined;
      const folder = live ? live.run?.folder : await runs.choose(this.config, this.opened ?? wanted);
      this.latest = live ? folder : await runs.choose(this.config, undefined);
      this.folder = folder;
      if (folder) {
        const { record, config, metrics } = await readRun(folder);
        this.post({
          type: 'run',
          run: { folder, record: live?.run?.record ?? record, cell: config.model.cell, metrics },
        });
        this.shown = stateOf({ folder, record });
        this.feed?.follow(metrics);
        this.diagnoses.offer(undefined);
        const trace = await runs.newestTrace(folder);
        if (trace) {
          this.traces.offer(trace);
        }
      } else {
        this.post({ type: 'run', run: null });
      }
    } catch (error) {
      log.failure(`reading a run of ${this.config.fsPath}`, error);
      this.post({ type: 'error', message: messageOf(error) });
    }
    if (this.failure && this.opened === undefined) {
      this.post({ type: 'error', message: this.failure });
    }
  }

  private async sayTrace(file: string): Promise<void> {
    const { folder } = this;
    if (!folder || !file.startsWith(folder)) {
      return;
    }
    try {
      const { step, epoch, probes } = await readTraces(file);
      this.post({ type: 'trace', step, epoch, probes });
      const weights = await readWeights(folder);
      this.post({ type: 'weights', step: weights.step, blocks: weights.blocks });
    } catch (error) {
      this.world.log.failure(`reading ${file}`, error);
      this.post({ type: 'error', message: messageOf(error) });
    }
  }

  /** Of the latest run it is what the editor shows too; of an older one, what its folder holds. */
  private async sayDiagnosis(): Promise<void> {
    const { folder } = this;
    if (!folder) {
      return;
    }
    try {
      const found = await this.world.findings.of(this.config);
      this.diagnosis = found?.folder === folder ? found.diagnosis : await readFindings(folder);
      this.post({ type: 'diagnosis', diagnosis: this.diagnosis });
    } catch (error) {
      this.world.log.failure(`the findings of ${folder}`, error);
    }
  }

  private async saySpectrum(block: string): Promise<void> {
    if (!this.folder) {
      return;
    }
    try {
      for (const spectrum of await this.world.spectra.of(this.folder, [block])) {
        this.post({ type: 'spectrum', spectrum });
      }
    } catch (error) {
      this.world.log.failure(`the spectrum of ${block}`, error);
      this.post({ type: 'error', message: messageOf(error) });
    }
  }

  private async sayAnalysis(of: AnalysedLayer): Promise<void> {
    const { folder } = this;
    if (!folder) {
      return;
    }
    const say = (analysis: LayerAnalysis | null, why: string | null) => {
      // Another run may have come while it was computed.
      if (folder === this.folder) {
        this.post({ type: 'analysis', of, analysis, why });
      }
    };
    try {
      say(await this.world.worker().analyse(folder, of), null);
    } catch (error) {
      this.world.log.failure(`the analysis of ${of.layer} after ${of.step} updates`, error);
      say(null, messageOf(error));
    }
  }
}

/** Differs between two moments of a run, and between two runs. */
function stateOf({ folder, record }: { readonly folder: string; readonly record: RunRecord }): string {
  return [folder, record.status, record.steps].join(' ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
