/** The run that a panel shows: its course, the snapshots that it was watched at, and its training while that goes on. */
import type * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { HostToPanel, PanelToHost } from '../../protocol/panel';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import type { Diagnosis, RunRecord } from '../../protocol/run';
import { readFindings } from '../../run/files/findings';
import { readRun } from '../../run/files/folder';
import { Throttler } from '../common/throttler';
import type { LiveTraining } from '../runs/trainings';
import { copyTensor } from './copyTensor';
import { LiveFeed } from './liveFeed';
import { PanelPicks } from './panelPicks';
import type { PanelServices } from './panelServices';
import { PanelSnapshots } from './panelSnapshots';
import { PatternSearch } from './patternSearch';

export class PanelRun implements vscode.Disposable {
  /** What can be looked at of it. */
  readonly snapshots: PanelSnapshots;
  readonly picks: PanelPicks;
  /** To be picked as soon as the page has a snapshot in view. */
  private query: SequenceQuery | undefined;
  /** Whether the page has been sent the run, after it was asked to show it. */
  private isSent = false;
  /** What is looked for in its data. */
  readonly pattern: PatternSearch;
  /** What was found of it, as the page was sent last. */
  diagnosis: Diagnosis | null = null;
  private folder: string | undefined;
  /** The run that a person has opened; it stays until another is opened or a training begins. */
  private opened: string | undefined;
  /** Folder of the latest run when the page was sent one. */
  private latest: string | undefined;
  /** `stateOf` the run that the page was sent last. */
  private shown: string | undefined;
  private feed: LiveFeed | undefined;
  /** Why the last training ended, where it failed. */
  private failure: string | undefined;
  private readonly subscriptions: vscode.Disposable[];
  private readonly runs = new Throttler<string | undefined>((folder) => this.sendRun(folder));
  private readonly diagnoses = new Throttler<undefined>(() => this.sendDiagnosis());

  /** @param post resolves when the page has the message, or is not there */
  constructor(
    private readonly config: vscode.Uri,
    private readonly services: PanelServices,
    private readonly post: (message: HostToPanel) => Promise<void>,
  ) {
    const { trainings, runs, findings } = services;
    this.snapshots = new PanelSnapshots(services, post, () => this.pickAwaited());
    this.picks = new PanelPicks(config, services, post);
    this.pattern = new PatternSearch(config, services, post);
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
   * Sends the page everything of a run: the one in training, else the one of the folder, else the latest.
   * @param folder ignored where it is not that of a run of this config
   */
  show(folder?: string): void {
    this.isSent = false;
    this.runs.queue(folder);
  }

  /** Undefined while none is shown. */
  get shownFolder(): string | undefined {
    return this.folder;
  }

  /** Shows a run from now on, also while another one trains. */
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

  /** Puts a tensor of the run in the clipboard. */
  async copy(message: Extract<PanelToHost, { type: 'copyTensor' }>): Promise<void> {
    if (this.folder !== undefined) {
      await copyTensor(this.folder, message);
    }
  }

  /** Picks a sequence at the snapshot in view; where there is none yet, as soon as there is. */
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

  /** The command line trains, a run was deleted, or a watcher tells late what is shown already. */
  private async lookAgain(): Promise<void> {
    const { runs } = this.services;
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
      if (folder) {
        const { record, config, metrics } = await readRun(folder);
        this.post({
          type: 'run',
          run: { folder, record: live?.run?.record ?? record, cell: config.model.cell, metrics },
        });
        this.shown = stateOf({ folder, record });
        this.feed?.follow(metrics);
        this.diagnoses.queue(undefined);
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

  /** Of the latest run it is what the editor shows too; of an older one, what its folder holds. */
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

/** Differs between two states of a run, and between two runs. */
function stateOf({ folder, record }: { readonly folder: string; readonly record: RunRecord }): string {
  return [folder, record.status, record.steps].join(' ');
}
