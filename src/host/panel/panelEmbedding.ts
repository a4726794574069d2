/** Questions of a panel about the embeddings of its run; only the newest is answered. */
import { messageOf } from '../../notation/errors';
import type { EmbeddingFacts, EmbeddingQuestion } from '../../protocol/embedding';
import type { HostToPanel } from '../../protocol/panel';
import type { RunWorker } from '../../run/client/client';
import type { Log } from '../common/log';
import { Throttler } from '../common/throttler';

interface Services {
  readonly worker: () => RunWorker;
  readonly log: Log;
}

export class PanelEmbedding {
  private folder: string | undefined;
  private readonly questions = new Throttler<EmbeddingQuestion>((of) => this.answer(of), { rests: false });

  constructor(
    private readonly services: Services,
    private readonly post: (message: HostToPanel) => Promise<void>,
  ) {}

  /** Changes to another run, or to none. */
  show(folder: string | undefined): void {
    this.folder = folder;
  }

  ask(of: EmbeddingQuestion): void {
    this.questions.queue(of);
  }

  private async answer(of: EmbeddingQuestion): Promise<void> {
    const { folder } = this;
    if (folder === undefined) {
      return;
    }
    const send = async (facts: EmbeddingFacts | null, why: string | null) => {
      // Another run may have been opened meanwhile.
      if (folder === this.folder) {
        await this.post({ type: 'embedding', of, facts, why });
      }
    };
    try {
      await send(await this.services.worker().embedding(folder, of), null);
    } catch (error) {
      this.services.log.failure(`${of.weight} after ${of.update} updates of ${folder}`, error);
      await send(null, messageOf(error));
    }
  }
}
