/** Sends tensors to the page in parts, the most urgent first, never more than it takes. */
import type { HostToPanel, TensorSource } from '../../protocol/panel';

/** Elements in one message, 2 MB: neither side is held up for long by one. */
const partElements = 500_000;

/** The tensors of one source. */
export interface OpenTensors {
  /** Elements of a tensor; undefined where there is no such tensor any more, and the page knows that. */
  size(name: string): Promise<number | undefined>;
  /** Elements from `at` on, `count` of them or as many as there are. */
  read(name: string, at: number, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface TensorOf<S extends TensorSource> {
  readonly source: S;
  readonly name: string;
}

export class TensorSender<S extends TensorSource> {
  private requested: readonly TensorOf<S>[] = [];
  private busy = false;

  /**
   * @param post resolves when the page has the message
   * @param fail is given the reason why a tensor could not be read
   */
  constructor(
    private readonly open: (source: S) => Promise<OpenTensors>,
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** What is needed now, in this order; what was requested before is dropped, but for the part that is on its way. */
  async request(tensors: readonly TensorOf<S>[]): Promise<void> {
    this.requested = tensors;
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      for (let next = this.requested.at(0); next; next = this.requested.at(0)) {
        await this.sendAllOf(next.source);
      }
    } catch (error) {
      this.requested = [];
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }

  /** Everything that is requested of one source, as long as nothing else goes before. */
  private async sendAllOf(source: S): Promise<void> {
    const opened = await this.open(source);
    try {
      for (let next = this.nextOf(source); next; next = this.nextOf(source)) {
        await this.send(next, opened);
      }
    } finally {
      await opened.close();
    }
  }

  private async send(tensor: TensorOf<S>, opened: OpenTensors): Promise<void> {
    const { source, name } = tensor;
    const elements = await opened.size(name);
    for (let at = 0; elements !== undefined && (at < elements || at === 0); at += partElements) {
      const values = await opened.read(name, at, partElements);
      if (!this.requested.some((other) => isSame(other, tensor))) {
        return;
      }
      await this.post({ type: 'tensorPart', source, name, at, values });
    }
    this.requested = this.requested.filter((other) => !isSame(other, tensor));
  }

  private nextOf(source: S): TensorOf<S> | undefined {
    const [next] = this.requested;
    return next && isSameSource(next.source, source) ? next : undefined;
  }
}

function isSame(one: TensorOf<TensorSource>, other: TensorOf<TensorSource>): boolean {
  return one === other || (one.name === other.name && isSameSource(one.source, other.source));
}

function isSameSource(one: TensorSource, other: TensorSource): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
