/** What the runs of a comparison were watched at last, for the page to draw beside each other. */
import type { HostToPanel } from '../../protocol/panel';
import { listSnapshots, traceFile } from '../../run/files/snapshots';
import { OpenTensorFile } from '../../run/files/tensorFile';
import { describeTraces } from '../../run/files/traces';
import { TensorStream } from './tensorStream';

type Traces = Extract<HostToPanel, { type: 'comparedTraces' }>['traces'];

export class ComparedTraces {
  /** By run; of the comparison that was asked for last. */
  private streams: readonly TensorStream[] = [];
  private id = -1;

  /**
   * @param post resolves when the page has the message
   * @param fail hears why something could not be read
   */
  constructor(
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly fail: (doing: string, error: unknown) => void,
  ) {}

  /** Tells what there is of each run's first watched sequence. @param folders of the runs; null where there is none */
  async tell(id: number, folders: readonly (string | null)[]): Promise<void> {
    this.id = id;
    this.streams = folders.map((folder, run) => this.streamOf(id, run, folder ?? ''));
    const traces = await Promise.all(folders.map((folder) => this.describe(folder)));
    if (id === this.id) {
      await this.post({ type: 'comparedTraces', id, traces });
    }
  }

  /** Sends the values of a tensor of one of the runs. */
  send(id: number, run: number, update: number, name: string): void {
    if (id === this.id) {
      this.streams.at(run)?.want([{ update, probe: 0, name }]);
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

  private streamOf(id: number, run: number, folder: string): TensorStream {
    const post = async (message: HostToPanel) => {
      if (message.type === 'part' && id === this.id) {
        const { update, name, at, values } = message;
        await this.post({ type: 'comparedPart', id, run, update, name, at, values });
      }
    };
    return new TensorStream(folder, post, (error) => this.fail(`reading ${folder}`, error));
  }
}
