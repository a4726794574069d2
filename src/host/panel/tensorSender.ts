/** Sends tensors to the page in parts, the most urgent first, never faster than the page receives them. */
import type { HostToPanel, TensorSource } from '../../protocol/panel';

/** Elements in one message, 2 MB, so that no message blocks either side for long. */
const partElements = 500_000;

/** Tensors of one source. */
export interface OpenTensors {
  /**
   * Returns the number of elements of a tensor; undefined if it no longer exists and the page was informed of
   * that.
   */
  size(name: string): Promise<number | undefined>;
  /** Reads elements from `at` on, `count` of them or as many as there are. */
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
   * @param fail receives the error if a tensor could not be read
   */
  constructor(
    private readonly open: (source: S) => Promise<OpenTensors>,
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly fail: (error: unknown) => void,
  ) {}

  /**
   * Sends these tensors, in this order; earlier requests are dropped, except for the part that is being sent.
   */
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

  /** Sends all requested tensors of one source, as long as no other source is more urgent. */
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
