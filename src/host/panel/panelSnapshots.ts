/**
 * Snapshots of the run that a panel shows: the list of them, and for the shown one the recorded traces, the
 * weights and the results computed from both. The newest snapshot is shown unless the user has chosen
 * another.
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

/** Least number of snapshots in a trail, if there are that many. */
const trailLength = 16;
/**
 * Largest number of units of a block with a trail; larger blocks would occupy the analysis thread for long.
 */
const largestTrail = 512;

interface Services {
  readonly spectra: Spectra;
  readonly worker: () => RunWorker;
  readonly log: Log;
}

type Source = Extract<TensorSource, { of: 'snapshot' }>;

export class PanelSnapshots {
  private folder: string | undefined;
  /** Update of the chosen snapshot; null for the newest. */
  private chosen: number | null = null;
  /** Update of the snapshot that was sent to the page last. */
  private sent: number | undefined;
  private tensors: TensorSender<Source> | undefined;
  /** Throttled, because traces can be written faster than the page can show them. */
  private readonly arrivals = new Throttler<undefined>(() => this.sendSnapshots());
  private readonly choices = new Throttler<number>((update) => this.sendSnapshot(update), { rests: false });
  private readonly spectra = new Throttler<{ readonly update: number; readonly block: string }>(
    (question) => this.sendSpectrum(question),
    { rests: false },
  );
  private readonly trails = new Throttler<string>((block) => this.sendTrail(block));
  /** Blocks and snapshots whose eigenvalues the page has. */
  private trailed = new Set<string>();
  private readonly analyses = new Throttler<AnalysedLayer>((of) => this.sendAnalysis(of));

  /**
   * @param post resolves when the page has the message, or at once if there is no page
   * @param onSent called when another snapshot was sent to the page
   */
  constructor(
    private readonly services: Services,
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly onSent: () => void,
  ) {}

  /** Updates done at the shown snapshot; undefined while none is shown. */
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

  /** Sends the list again, because the run has recorded another snapshot. */
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

  /** Sends the values of tensors; they replace the request before. */
  request(tensors: readonly TensorOf<Source>[]): void {
    this.tensors?.request(tensors);
  }

  /** Has the spectrum of a block computed and sent. */
  computeSpectrum(update: number, block: string): void {
    this.spectra.queue({ update, block });
  }

  /** Has a layer analysed and the analysis sent. */
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
      // A run of an older version has only the weights of its checkpoint.
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

  /** Sends the block's eigenvalues at other snapshots; each is sent once. */
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
          continue; // a run of an older version has no weights of snapshots
        }
        const values = await this.services.worker().eigenvalues(file, block);
        this.trailed.add(key);
        await this.post({ type: 'trail', block, update, values });
      }
    } catch (error) {
      this.services.log.failure(`the trail of ${block}`, error); // the snapshot may have been deleted by thinning in the meantime
    }
  }

  private async sendAnalysis(of: AnalysedLayer): Promise<void> {
    const { folder } = this;
    if (folder === undefined) {
      return;
    }
    const send = async (analysis: LayerAnalysis | null, why: string | null) => {
      // Another run may have been opened during the computation.
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
