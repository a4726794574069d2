/** The evaluation of the run that a panel shows, sent when its file has changed. */
import type { HostToPanel } from '../../protocol/panel';
import { readEvaluation } from '../../run/files/evaluation';
import type { Log } from '../common/log';
import { Throttler } from '../common/throttler';

export class PanelEvaluation {
  private folder: string | undefined;
  /** Updates done at the evaluation that the page has. */
  private sent: number | null = null;
  /** Throttled, because epochs may follow each other faster than the page can draw. */
  private readonly reading = new Throttler<undefined>(() => this.send());

  /** @param post resolves when the page has the message, or at once if there is no page */
  constructor(
    private readonly services: { readonly log: Log },
    private readonly post: (message: HostToPanel) => Promise<void>,
  ) {}

  /** Sends the evaluation of a run, or none. */
  show(folder: string | undefined): void {
    this.folder = folder;
    this.sent = null;
    this.reading.queue(undefined);
  }

  /** An epoch has ended, after which there may be a newer evaluation. */
  arrived(): void {
    this.reading.queue(undefined);
  }

  private async send(): Promise<void> {
    const { folder } = this;
    try {
      const evaluation = folder === undefined ? null : await readEvaluation(folder);
      const step = evaluation?.step ?? -1;
      if (folder === this.folder && step !== this.sent) {
        this.sent = step;
        await this.post({ type: 'evaluation', evaluation });
      }
    } catch (error) {
      this.services.log.failure(`reading the evaluation of ${folder}`, error);
    }
  }
}
