/**
 * Debugger of a config as its panel shows it: its place, and the changed sequence beside the recorded one.
 */
import type * as vscode from 'vscode';
import type { HostToPanel, TensorSource } from '../../protocol/panel';
import type { Sessions } from '../debugging/sessions';
import { type OpenTensors, type TensorOf, TensorSender } from './tensorSender';

type Source = Extract<TensorSource, { of: 'recorded' | 'changed' }>;

export class PanelDebugger {
  /** State that was sent to the page last. */
  private sent: { readonly place: unknown; readonly whatIf: unknown } = { place: null, whatIf: null };
  private readonly tensors: TensorSender<Source>;

  /** @param post resolves when the page has the message, or at once if there is no page */
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

  /** Sends everything, for a page that has just been created. */
  show(): void {
    this.sent = { place: null, whatIf: null };
    this.send();
  }

  /** Sends the parts of the state that have changed. */
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

  /** Sends the values of tensors that the page needs now; they replace the request before. */
  request(tensors: readonly TensorOf<Source>[]): void {
    this.tensors.request(tensors);
  }

  goTo(step: number): void {
    this.sessions.goTo(this.config, step);
  }

  /**
   * Opens the tensors of a source. If the values no longer exist, the page has received another what-if and
   * asks for its values.
   */
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
