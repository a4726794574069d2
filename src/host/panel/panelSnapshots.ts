/**
 * The snapshots of the run that a panel shows: which there are, and of the one in view what was watched, the weights, and
 * what is computed from both. The newest is in view unless the person has chosen another.
 */
import type { LayerAnalysis } from '../../analysis/layerAnalysis';
import { messageOf } from '../../notation/errors';
import type { HostToPanel, TensorSource } from '../../protocol/panel';
import type { AnalysedLayer } from '../../protocol/worker';
import type { RunWorker } from '../../run/client/client';
import {
  listSnapshots,
  snapshotWeightsFile,
  traceFile,
  trailSnapshots,
  weightsFileOf,
} from '../../run/files/snapshots';
import { OpenTensorFile } from '../../run/files/tensorFile';
import { describeTraces, readWeights } from '../../run/files/traces';
import type { Log } from '../common/log';
import { Throttler } from '../common/throttler';
import type { Spectra } from '../runs/spectra';
import { openSnapshot } from './snapshotTensors';
import { type TensorOf, TensorSender } from './tensorSender';

/** Snapshots of a trail, at least where there are more. */
const trailLength = 16;
/** Units of a block, above which its trail would keep the analysis thread for long. */
const largestTrail = 512;

interface Services {
  readonly spectra: Spectra;
  readonly worker: () => RunWorker;
  readonly log: Log;
}

type Source = Extract<TensorSource, { of: 'snapshot' }>;

export class PanelSnapshots {
  private folder: string | undefined;
  /** Null: the newest. */
  private chosen: number | null = null;
  /** The update of the one that the page was sent last. */
  private sent: number | undefined;
  private tensors: TensorSender<Source> | undefined;
  /** Sent at leisure: traces may be made faster than they can be looked at. */
  private readonly arrivals = new Throttler<undefined>(() => this.sendSnapshots());
  private readonly choices = new Throttler<number>((update) => this.sendSnapshot(update), { rests: false });
  private readonly spectra = new Throttler<{ readonly update: number; readonly block: string }>(
    (question) => this.sendSpectrum(question),
    { rests: false },
  );
  private readonly trails = new Throttler<string>((block) => this.sendTrail(block));
  /** Blocks and snapshots that the page has the eigenvalues of. */
  private trailed = new Set<string>();
  private readonly analyses = new Throttler<AnalysedLayer>((of) => this.sendAnalysis(of));

  /**
   * @param post resolves when the page has the message, or is not there
   * @param onSent the page has another snapshot in view
   */
  constructor(
    private readonly services: Services,
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly onSent: () => void,
  ) {}

  /** Updates done at the snapshot in view; undefined while none is. */
  get shown(): number | undefined {
    return this.sent;
  }

  /** Shows another run, or none. */
  show(folder: string | undefined): void {
    if (folder !== this.folder) {
      this.folder = folder;
      this.chosen = null;
    }
    this.sent = undefined;
    this.trailed = new Set();
    this.tensors =
      folder === undefined
        ? undefined
        : new TensorSender(
            ({ update, probe }) => openSnapshot(folder, update, probe),
            this.post,
            (error) => this.fail(`reading ${folder}`, error),
          );
    this.arrivals.queue(undefined);
  }

  /** The run has been watched once more. */
  arrived(): void {
    this.arrivals.queue(undefined);
  }

  choose(update: number | null): void {
    this.chosen = update;
    if (update === null) {
      this.arrivals.queue(undefined);
    } else {
      this.choices.queue(update);
    }
  }

  /** Sends the values of tensors, in place of those that were asked for before. */
  request(tensors: readonly TensorOf<Source>[]): void {
    this.tensors?.request(tensors);
  }

  /** Has the spectrum of a block computed and sent. */
  computeSpectrum(update: number, block: string): void {
    this.spectra.queue({ update, block });
  }

  /** Has a layer analysed, and the analysis sent. */
  analyse(of: AnalysedLayer): void {
    this.analyses.queue(of);
  }

  private async sendSnapshots(): Promise<void> {
    const { folder } = this;
    if (folder === undefined) {
      return;
    }
    try {
      const updates = await listSnapshots(folder);
      if (folder !== this.folder) {
        return;
      }
      await this.post({ type: 'snapshots', updates });
      const newest = updates.at(-1);
      if (this.chosen !== null && updates.includes(this.chosen)) {
        await this.sendSnapshot(this.chosen);
      } else if (newest !== undefined) {
        await this.sendSnapshot(newest);
      }
    } catch (error) {
      this.fail(`the snapshots of ${folder}`, error);
    }
  }

  private async sendSnapshot(update: number): Promise<void> {
    const { folder } = this;
    if (folder === undefined || update === this.sent) {
      return;
    }
    try {
      const file = traceFile(folder, update);
      const opened = await OpenTensorFile.open(file, 'trace');
      await opened.close();
      const trace = describeTraces(opened.layout, file);
      if (folder !== this.folder) {
        return;
      }
      this.sent = update;
      await this.post({ type: 'trace', ...trace });
      this.onSent();
      const weights = await readWeights(folder, update);
      const blocks = weights.blocks.map(({ name, label, size }) => ({ name, label, size, values: null }));
      // An older run has the weights of its checkpoint alone.
      if (weights.step === update || this.chosen === null) {
        await this.post({ type: 'weights', update: weights.step, blocks });
      }
    } catch (error) {
      this.fail(`reading the snapshot after ${update} updates of ${folder}`, error);
    }
  }

  private async sendSpectrum({
    update,
    block,
  }: {
    readonly update: number;
    readonly block: string;
  }): Promise<void> {
    const { folder } = this;
    if (folder === undefined) {
      return;
    }
    try {
      for (const spectrum of await this.services.spectra.of(folder, [block], update)) {
        await this.post({ type: 'spectrum', update, spectrum });
        if (spectrum.size <= largestTrail) {
          this.trails.queue(block);
        }
      }
    } catch (error) {
      this.fail(`the spectrum of ${block}`, error);
    }
  }

  /** Where the block's eigenvalues were at other snapshots; each is sent once. */
  private async sendTrail(block: string): Promise<void> {
    const { folder } = this;
    if (folder === undefined) {
      return;
    }
    try {
      for (const update of trailSnapshots(await listSnapshots(folder), trailLength)) {
        const key = `${block} ${update}`;
        if (folder !== this.folder) {
          return;
        }
        const file = await weightsFileOf(folder, update);
        if (this.trailed.has(key) || file !== snapshotWeightsFile(folder, update)) {
          continue; // an older run has kept no weights
        }
        const values = await this.services.worker().eigenvalues(file, block);
        this.trailed.add(key);
        await this.post({ type: 'trail', block, update, values });
      }
    } catch (error) {
      this.services.log.failure(`the trail of ${block}`, error); // a snapshot may have been thinned out meanwhile
    }
  }

  private async sendAnalysis(of: AnalysedLayer): Promise<void> {
    const { folder } = this;
    if (folder === undefined) {
      return;
    }
    const send = async (analysis: LayerAnalysis | null, why: string | null) => {
      // Another run may have come while it was computed.
      if (folder === this.folder) {
        await this.post({ type: 'analysis', of, analysis, why });
      }
    };
    try {
      await send(await this.services.worker().analyse(folder, of), null);
    } catch (error) {
      this.services.log.failure(`the analysis of ${of.layer} after ${of.update} updates`, error);
      await send(null, messageOf(error));
    }
  }

  private fail(doing: string, error: unknown): void {
    this.services.log.failure(doing, error);
    this.post({ type: 'error', message: messageOf(error) });
  }
}
