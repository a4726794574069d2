/** Last traces of a comparison's runs, which the page draws beside each other. */
import type { HostToPanel, TensorSource } from '../../protocol/panel';
import { listSnapshots, traceFile } from '../../run/files/snapshots';
import { OpenTensorFile } from '../../run/files/tensorFile';
import { describeTraces } from '../../run/files/traces';
import { openSnapshot } from './snapshotTensors';
import { type TensorOf, TensorSender } from './tensorSender';

type Traces = Extract<HostToPanel, { type: 'comparedTraces' }>['traces'];
type Source = Extract<TensorSource, { of: 'compared' }>;

export class ComparedTraces {
  /** Senders by run, for the comparison that was requested last. */
  private senders: readonly TensorSender<Source>[] = [];
  private id = -1;

  /**
   * @param post resolves when the page has the message
   * @param fail receives what was being read and the error
   */
  constructor(
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly fail: (doing: string, error: unknown) => void,
  ) {}

  /**
   * Sends the description of the last trace of each run's first recorded sequence.
   * @param folders folders of the runs; null for a run that has none
   */
  async send(id: number, folders: readonly (string | null)[]): Promise<void> {
    this.id = id;
    this.senders = folders.map((folder) => this.senderOf(id, folder ?? ''));
    const traces = await Promise.all(folders.map((folder) => this.describe(folder)));
    if (id === this.id) {
      await this.post({ type: 'comparedTraces', id, traces });
    }
  }

  /** Sends the values of tensors; for each run they replace the request before. */
  request(tensors: readonly TensorOf<Source>[]): void {
    const current = tensors.filter(({ source }) => source.comparison === this.id);
    for (const run of new Set(current.map(({ source }) => source.run))) {
      this.senders.at(run)?.request(current.filter(({ source }) => source.run === run));
    }
  }

  private async describe(folder: string | null): Promise<Traces[number]> {
    const update = folder === null ? undefined : (await listSnapshots(folder)).at(-1);
    if (folder === null || update === undefined) {
      return null;
    }
    try {
      const file = traceFile(folder, update);
      const opened = await OpenTensorFile.open(file, 'trace');
      await opened.close();
      const [probe] = describeTraces(opened.layout, file).probes;
      return probe ? { update, probe } : null;
    } catch (error) {
      this.fail(`reading the last trace of ${folder}`, error);
      return null;
    }
  }

  private senderOf(id: number, folder: string): TensorSender<Source> {
    const post = async (message: HostToPanel) => {
      if (id === this.id) {
        await this.post(message);
      }
    };
    return new TensorSender(
      ({ update }) => openSnapshot(folder, update, 0),
      post,
      (error) => this.fail(`reading ${folder}`, error),
    );
  }
}
