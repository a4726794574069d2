/** Panel that shows a config and its run on its page and handles the page's messages. */

import type * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { HostToPanel, PanelView } from '../../protocol/panel';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import { handle, handlersOf } from './handlers/handle';
import type { Handlers } from './handlers/handlers';
import { PanelComparison } from './panelComparison';
import { PanelDebugger } from './panelDebugger';
import { PanelForm } from './panelForm';
import { panelHtml } from './panelHtml';
import { PanelRun } from './panelRun';
import type { PanelServices } from './panelServices';
import { readPanelMessage } from './readPanelMessage';

export class Panel implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private readonly form: PanelForm;
  private readonly run: PanelRun;
  private readonly comparison: PanelComparison;
  readonly debugged: PanelDebugger;
  private readonly handlers: Handlers;
  /** Whether the page has reported that it is ready; a hidden panel has no page. */
  private ready = false;
  /** Query of the sequence to pick as soon as the page is ready. */
  private queryAtBegin: SequenceQuery | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    readonly config: vscode.Uri,
    private readonly services: PanelServices,
    /** View to show as soon as the page is ready. */
    private view: PanelView | undefined,
  ) {
    const post = (message: HostToPanel) => this.post(message);
    const fail = (doing: string, error: unknown) => this.fail(doing, error);
    this.form = new PanelForm(config, post, fail);
    this.run = new PanelRun(config, services, post);
    this.comparison = new PanelComparison(config, services.comparisons, post, fail);
    this.debugged = new PanelDebugger(config, services.debugging.sessions, post, fail);
    this.handlers = handlersOf({
      config,
      services,
      form: this.form,
      run: this.run,
      comparison: this.comparison,
      debugged: this.debugged,
      begin: (folder) => this.begin(folder),
      carryOut: (doing, action) => {
        this.carryOut(doing, action);
      },
    });
    this.subscriptions = [
      this.form,
      this.run,
      this.comparison,
      panel.webview.onDidReceiveMessage((data: unknown) => this.receive(data)),
      panel.onDidChangeViewState(() => {
        this.ready &&= panel.visible;
      }),
    ];
    panel.webview.html = panelHtml(panel.webview, services.extension);
  }

  get active(): boolean {
    return this.panel.active;
  }

  /** Editor group in which the panel is visible. */
  get visibleColumn(): vscode.ViewColumn | undefined {
    return this.panel.visible ? this.panel.viewColumn : undefined;
  }

  /** @param folder folder of the run to show from now on */
  reveal(view?: PanelView, folder?: string): void {
    if (folder !== undefined) {
      this.run.open(folder);
    }
    this.view = view;
    this.panel.reveal(undefined, true);
    this.showView();
  }

  /** Picks a sequence of the shown run, at the shown snapshot. */
  pick(query: SequenceQuery): void {
    if (this.ready) {
      this.run.pick(query);
    } else {
      this.queryAtBegin = query;
    }
  }

  /** Ends the panel's work; the tab belongs to the editor. */
  dispose(): void {
    this.ready = false;
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  /** Posts a message; resolves when the page has received it, or at once if there is no page. */
  private async post(message: HostToPanel): Promise<void> {
    if (this.ready) {
      await this.panel.webview.postMessage(message);
    }
  }

  private receive(data: unknown): void {
    const message = readPanelMessage(data);
    if (typeof message === 'string') {
      this.services.log.channel.warn(message);
    } else {
      handle(this.handlers, message);
    }
  }

  /** Sends a new page everything that it shows. */
  private begin(folder: string | null): void {
    this.ready = true;
    this.run.pattern.cancel(); // the page that asked for it no longer exists
    this.form.show();
    this.run.show(folder ?? undefined);
    if (this.queryAtBegin) {
      this.run.pick(this.queryAtBegin);
      this.queryAtBegin = undefined;
    }
    this.comparison.show();
    this.debugged.show();
    this.showView();
  }

  private showView(): void {
    if (this.ready && this.view) {
      this.post({ type: 'show', view: this.view });
      this.view = undefined;
    }
  }

  private async carryOut(doing: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.fail(doing, error);
    }
  }

  private fail(doing: string, error: unknown): void {
    this.services.log.failure(doing, error);
    this.post({ type: 'error', message: messageOf(error) });
  }
}
