/** Search for a pattern for a panel: only the newest runs, and it ends with its run and with its page. */
import type * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { HostToPanel } from '../../protocol/panel';
import type { PatternQuestion } from '../../protocol/worker';
import type { RunningSearch, RunWorker } from '../../run/client/client';
import { readableFolders } from '../common/configFile';
import type { Log } from '../common/log';

interface Services {
  readonly worker: () => RunWorker;
  readonly log: Log;
}

export class PatternSearch implements vscode.Disposable {
  private folder: string | undefined;
  private running: RunningSearch | undefined;

  constructor(
    private readonly config: vscode.Uri,
    private readonly services: Services,
    private readonly post: (message: HostToPanel) => Promise<void>,
  ) {}

  /** Changes to another run; a search in the previous one is cancelled. */
  show(folder: string | undefined): void {
    if (folder !== this.folder) {
      this.folder = folder;
      this.cancel();
    }
  }

  /** @param id id by which the page recognizes the answer to its question */
  async find(id: number, question: PatternQuestion): Promise<void> {
    this.cancel();
    const { folder, config } = this;
    if (folder === undefined) {
      return;
    }
    const request = { ...question, folder, config: config.fsPath, roots: readableFolders(config) };
    const running = this.services
      .worker()
      .findPattern(request, (progress) => this.post({ type: 'patternProgress', id, ...progress }));
    this.running = running;
    try {
      const found = await running.found;
      if (found) {
        await this.post({ type: 'patternFound', id, found });
      }
    } catch (error) {
      this.services.log.failure(`the search for a pattern in ${folder}`, error);
      const why = messageOf(error);
      await this.post({ type: 'patternNotFound', id, why });
    }
  }

  cancel(): void {
    this.running?.cancel();
    this.running = undefined;
  }

  dispose(): void {
    this.cancel();
  }
}
