/**
 * Sequences that the user picks in a panel, in addition to those of `probe.sequences`; a worker finds and
 * records them.
 */
import type * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { HostToPanel } from '../../protocol/panel';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import type { RunWorker } from '../../run/client/client';
import { pickedFile } from '../../run/files/snapshots';
import { removePicks } from '../../run/files/storedPicks';
import { OpenTensorFile } from '../../run/files/tensorFile';
import { describeTraces } from '../../run/files/traces';
import { readableFolders } from '../common/configFile';
import type { Log } from '../common/log';
import { Throttler } from '../common/throttler';

interface Services {
  readonly worker: () => RunWorker;
  readonly log: Log;
}

interface Question {
  readonly folder: string;
  readonly update: number;
  readonly query: SequenceQuery;
}

export class PanelPicks implements vscode.Disposable {
  private folder: string | undefined;
  /** Question that is being computed. */
  private current: { readonly question: Question; readonly cancel: SharedArrayBuffer } | undefined;
  private readonly questions = new Throttler<Question | null>((question) => this.answer(question), {
    rests: false,
  });

  /** @param post resolves when the page has the message, or at once if there is no page */
  constructor(
    private readonly config: vscode.Uri,
    private readonly services: Services,
    private readonly post: (message: HostToPanel) => Promise<void>,
  ) {}

  /** Changes to another run, or to none; the sequences picked from the previous run are deleted. */
  show(folder: string | undefined): void {
    const before = this.folder;
    if (folder === before) {
      return;
    }
    this.cancel();
    this.folder = folder;
    if (before !== undefined) {
      this.remove(before);
    }
  }

  /** Has a sequence computed and sent; it replaces the request before. */
  pick(update: number, query: SequenceQuery): void {
    const { folder, current } = this;
    if (folder === undefined) {
      return;
    }
    // A sequence by number is quick, and each is needed while the training is played; a ranking is cancelled
    // by the next query.
    if (current && (current.question.query.by !== 'sequence' || query.by !== 'sequence')) {
      this.cancelCurrent();
    }
    this.questions.queue({ folder, update, query });
  }

  cancel(): void {
    this.cancelCurrent();
    this.questions.queue(null);
  }

  dispose(): void {
    this.show(undefined);
  }

  private cancelCurrent(): void {
    if (this.current) {
      Atomics.store(new Int32Array(this.current.cancel), 0, 1);
    }
  }

  private async answer(question: Question | null): Promise<void> {
    if (question === null || question.folder !== this.folder) {
      return;
    }
    const { folder, update, query } = question;
    const cancel = new SharedArrayBuffer(4);
    this.current = { question, cancel };
    const send = async (message: HostToPanel) => {
      if (folder === this.folder && Atomics.load(new Int32Array(cancel), 0) === 0) {
        await this.post(message);
      }
    };
    try {
      const place = { config: this.config.fsPath, roots: readableFolders(this.config) };
      const picked = await this.services
        .worker()
        .pick({ folder, ...place, update, pick: query, cancel }, ({ doing, done, total }) =>
          send({ type: 'pickProgress', doing, done, total }),
        );
      if (picked) {
        const file = pickedFile(folder, update, picked.set, picked.sequence);
        const opened = await OpenTensorFile.open(file, 'trace');
        await opened.close();
        const [probe] = describeTraces(opened.layout, file).probes;
        await send({ type: 'sequencePicked', update, query, probe: { ...probe, picked } });
      }
    } catch (error) {
      this.services.log.failure(`picking a sequence after ${update} updates of ${folder}`, error);
      const why = messageOf(error);
      await send({ type: 'sequenceNotPicked', update, query, why });
    } finally {
      this.current = undefined;
    }
  }

  private async remove(folder: string): Promise<void> {
    try {
      await removePicks(folder);
    } catch (error) {
      this.services.log.failure(`deleting the picked sequences of ${folder}`, error);
    }
  }
}
