/** The debugger of a config as its panel shows it: where it stands, and the changed sequence beside the one that was recorded. */
import type * as vscode from 'vscode';
import type { HostToPanel, TensorSource } from '../../protocol/panel';
import type { Sessions } from '../debugging/sessions';
import { type OpenTensors, type TensorOf, TensorSender } from './tensorSender';

type Source = Extract<TensorSource, { of: 'recorded' | 'changed' }>;

export class PanelDebugger {
  /** What the page was sent last. */
  private sent: { readonly place: unknown; readonly whatIf: unknown } = { place: null, whatIf: null };
  private readonly tensors: TensorSender<Source>;

  /** @param post resolves when the page has the message, or is not there */
  constructor(
    private readonly config: vscode.Uri,
    private readonly sessions: Sessions,
    private readonly post: (message: HostToPanel) => Promise<void>,
    fail: (doing: string, error: unknown) => void,
  ) {
    this.tensors = new TensorSender(
      async (source) => this.open(source),
      post,
      (error) => fail('reading what was changed in the debugger', error),
    );
  }

  /** A page that has just come knows nothing. */
  show(): void {
    this.sent = { place: null, whatIf: null };
    this.send();
  }

  /** Sends what is another than it was. */
  send(): void {
    const { place, whatIf } = this.sessions.of(this.config) ?? { place: null, whatIf: null };
    const { sent } = this;
    this.sent = { place, whatIf };
    if (whatIf !== sent.whatIf) {
      this.post({ type: 'whatIf', whatIf });
    }
    if (place !== sent.place) {
      this.post({ type: 'debugged', place });
    }
  }

  /** What the page needs now, in place of what it needed before. */
  request(tensors: readonly TensorOf<Source>[]): void {
    this.tensors.request(tensors);
  }

  goTo(step: number): void {
    this.sessions.goTo(this.config, step);
  }

  /** Where the values are no longer there, the page has been sent another what-if, and asks for that one's. */
  private open(source: Source): OpenTensors {
    let whole: { readonly name: string; readonly values: Float32Array | undefined } | undefined;
    const valuesOf = async (name: string) => {
      if (whole?.name !== name) {
        whole = { name, values: await this.sessions.valuesOf({ ...source, name }) };
      }
      return whole.values;
    };
    return {
      size: async (name) => (await valuesOf(name))?.length,
      read: async (name, at, count) => (await valuesOf(name))?.slice(at, at + count) ?? new Float32Array(),
      close: async () => undefined,
    };
  }
}
