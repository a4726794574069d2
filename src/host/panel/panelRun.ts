/**
 * Run that a panel shows: its metrics, its recorded snapshots, and its training while that is in progress.
 */
import type * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { HostToPanel, PanelToHost } from '../../protocol/panel';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import type { Diagnosis, RunRecord } from '../../protocol/run';
import { readFindings } from '../../run/files/findings';
import { readRun } from '../../run/files/folder';
import { writesText } from '../../run/sources/datasetFile';
import { Throttler } from '../common/throttler';
import type { LiveTraining } from '../runs/trainings';
import { copyTensor } from './copyTensor';
import { LiveFeed } from './liveFeed';
import { PanelEmbedding } from './panelEmbedding';
import { PanelEvaluation } from './panelEvaluation';
import { PanelPicks } from './panelPicks';
import type { PanelServices } from './panelServices';
import { PanelSnapshots } from './panelSnapshots';
import { PatternSearch } from './patternSearch';

export class PanelRun implements vscode.Disposable {
  /** Snapshots of the run. */
  readonly snapshots: PanelSnapshots;
  readonly picks: PanelPicks;
  private readonly evaluation: PanelEvaluation;
  /** Query of the sequence to pick as soon as the page shows a snapshot. */
  private query: SequenceQuery | undefined;
  /** Whether the run was sent to the page after the last request to show it. */
  private isSent = false;
  /** Search for a pattern in the data of the run. */
  readonly pattern: PatternSearch;
  /** Questions about its embeddings. */
  readonly embedding: PanelEmbedding;
  /** Diagnosis of the run, as it was sent to the page last. */
  diagnosis: Diagnosis | null = null;
  private folder: string | undefined;
  /** Run that the user has opened; it stays until another is opened or a training begins. */
  private opened: string | undefined;
  /** Folder of the latest run at the time when a run was sent to the page. */
  private latest: string | undefined;
  /** `stateOf` the run that was sent to the page last. */
  private shown: string | undefined;
  private feed: LiveFeed | undefined;
  /** Error with which the last training failed. */
  private failure: string | undefined;
  private readonly subscriptions: vscode.Disposable[];
  private readonly runs = new Throttler<string | undefined>((folder) => this.sendRun(folder));
  private readonly diagnoses = new Throttler<undefined>(() => this.sendDiagnosis());

  /** @param post resolves when the page has the message, or at once if there is no page */
  constructor(
    private readonly config: vscode.Uri,
    private readonly services: PanelServices,
    private readonly post: (message: HostToPanel) => Promise<void>,
  ) {
    const { trainings, runs, findings } = services;
    this.snapshots = new PanelSnapshots(services, post, () => this.pickAwaited());
    this.picks = new PanelPicks(config, services, post);
    this.evaluation = new PanelEvaluation(services, post);
    this.pattern = new PatternSearch(config, services, post);
    this.embedding = new PanelEmbedding(services, post);
    const isMine = (uri: vscode.Uri) => uri.toString() === config.toString();
    this.subscriptions = [
      this.picks,
      this.pattern,
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
          this.diagnoses.queue(undefined);
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
   * Sends the page a whole run: the run in training, else the run of the folder, else the latest.
   * @param folder ignored if it is not the folder of a run of this config
   */
  show(folder?: string): void {
    this.isSent = false;
    this.runs.queue(folder);
  }

  /** Folder of the shown run; undefined while none is shown. */
  get shownFolder(): string | undefined {
    return this.folder;
  }

  /** Shows a run from now on, even while another one is in training. */
  open(folder: string): void {
    const training = this.services.trainings.of(this.config);
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

  /** Copies a tensor of the run to the clipboard. */
  async copy(message: Extract<PanelToHost, { type: 'copyTensor' }>): Promise<void> {
    if (this.folder !== undefined) {
      await copyTensor(this.folder, message);
    }
  }

  /** Picks a sequence at the shown snapshot, or as soon as one is shown. */
  pick(query: SequenceQuery): void {
    this.query = query;
    this.pickAwaited();
  }

  dispose(): void {
    this.feed?.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  /**
   * Sends the run again if it has changed: the command line trains, or a run was deleted. A watcher may also
   * report late.
   */
  private async lookAgain(): Promise<void> {
    const { runs } = this.services;
    if (this.feed) {
      return; // the feed of the training is faster
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

  private pickAwaited(): void {
    const { query, isSent } = this;
    const update = this.snapshots.shown;
    if (query && isSent && update !== undefined) {
      this.query = undefined;
      this.post({ type: 'picking', update, query });
      this.picks.pick(update, query);
    }
  }

  private follow(training: LiveTraining): void {
    this.feed?.dispose();
    this.feed = new LiveFeed(training, {
      post: this.post,
      onStart: () => this.show(),
      onEpoch: () => this.evaluation.arrived(),
      onTrace: () => this.snapshots.arrived(),
    });
  }

  private async sendRun(asked: string | undefined): Promise<void> {
    const { trainings, runs, log } = this.services;
    try {
      const live = this.opened === undefined ? trainings.of(this.config) : undefined;
      const folder = live ? live.run?.folder : await runs.choose(this.config, this.opened ?? asked);
      this.latest = live ? folder : await runs.choose(this.config, undefined);
      this.folder = folder;
      this.pattern.show(folder);
      this.embedding.show(folder);
      if (folder) {
        const { record, config, metrics } = await readRun(folder);
        this.post({
          type: 'run',
          run: {
            folder,
            record: live?.run?.record ?? record,
            cell: config.model.cell,
            metrics,
            writes: await writesText(folder, config),
          },
        });
        this.shown = stateOf({ folder, record });
        this.feed?.follow(metrics);
        this.diagnoses.queue(undefined);
        this.evaluation.show(folder);
        this.snapshots.show(folder);
        this.picks.show(folder);
      } else {
        this.snapshots.show(undefined);
        this.picks.show(undefined);
        this.post({ type: 'run', run: null });
      }
      this.isSent = true;
    } catch (error) {
      log.failure(`reading a run of ${this.config.fsPath}`, error);
      this.post({ type: 'error', message: messageOf(error) });
    }
    if (this.failure && this.opened === undefined) {
      this.post({ type: 'error', message: this.failure });
    }
  }

  /**
   * Sends the diagnosis: for the latest run the one that the editor shows, for an older run the one in its
   * folder.
   */
  private async sendDiagnosis(): Promise<void> {
    const { folder } = this;
    if (!folder) {
      return;
    }
    try {
      const found = await this.services.findings.of(this.config);
      this.diagnosis = found?.folder === folder ? found.diagnosis : await readFindings(folder);
      this.post({ type: 'diagnosis', diagnosis: this.diagnosis });
    } catch (error) {
      this.services.log.failure(`the findings of ${folder}`, error);
    }
  }
}

/** Returns a key that differs between two states of a run and between two runs. */
function stateOf({ folder, record }: { readonly folder: string; readonly record: RunRecord }): string {
  return [folder, record.status, record.steps].join(' ');
}
