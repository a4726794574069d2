/** The debugger of a config as its panel shows it: where it stands, and the course that was changed beside the one that was recorded. */
import type * as vscode from 'vscode';
import type { WhatIfTensor } from '../../protocol/debugged';
import type { HostToPanel } from '../../protocol/panel';
import { Throttler } from '../common/throttler';
import type { Sessions } from '../debugging/sessions';
import { partElements } from './tensorStream';

export class PanelDebugger {
  /** What the page was told of last. */
  private told: { readonly place: unknown; readonly whatIf: unknown } = { place: null, whatIf: null };
  private readonly wishes = new Throttler<readonly WhatIfTensor[]>((wanted) => this.send(wanted), {
    rests: false,
  });

  /** @param post resolves when the page has the message, or is not there */
  constructor(
    private readonly config: vscode.Uri,
    private readonly sessions: Sessions,
    private readonly post: (message: HostToPanel) => Promise<void>,
  ) {}

  /** A page that has just come knows nothing. */
  show(): void {
    this.told = { place: null, whatIf: null };
    this.tell();
  }

  tell(): void {
    const { place, whatIf } = this.sessions.of(this.config) ?? { place: null, whatIf: null };
    const { told } = this;
    this.told = { place, whatIf };
    if (whatIf !== told.whatIf) {
      this.post({ type: 'whatIf', whatIf });
    }
    if (place !== told.place) {
      this.post({ type: 'debugged', place });
    }
  }

  /** What the page needs now, in place of what it needed before. */
  want(wanted: readonly WhatIfTensor[]): void {
    this.wishes.queue(wanted);
  }

  goTo(step: number): void {
    this.sessions.goTo(this.config, step);
  }

  private async send(wanted: readonly WhatIfTensor[]): Promise<void> {
    for (const tensor of wanted) {
      const values = await this.sessions.valuesOf(tensor);
      // Where the course is another by now, the page has been told so, and asks for that one's.
      for (let at = 0; values && (at < values.length || at === 0); at += partElements) {
        const part = values.slice(at, at + partElements);
        await this.post({ type: 'whatIfPart', ...tensor, at, values: part });
      }
    }
  }
}
