/** One panel: hears its page and its config, and tells the page what to draw. */
import * as vscode from 'vscode';
import { messageOf } from '../../notation/errors';
import type { HostToPanel, PanelToHost, PanelView } from '../../protocol/panel';
import type { SequenceQuery } from '../../protocol/pickedSequence';
import { weightsFileOf } from '../../run/files/snapshots';
import { explain } from '../common/explain';
import { Throttler } from '../common/throttler';
import { applyEdit, formOf, showKey } from '../config/configDocument';
import { applyFix } from '../config/configEdits';
import { KnownColumns } from '../config/dataColumns';
import { PanelComparison } from './panelComparison';
import { PanelDebugger } from './panelDebugger';
import { panelHtml } from './panelHtml';
import { readPanelMessage } from './panelMessages';
import { PanelRun } from './panelRun';
import type { PanelServices } from './panelServices';
import { savePicture } from './savePicture';

export class Panel implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private readonly run: PanelRun;
  private readonly comparison: PanelComparison;
  readonly debugged: PanelDebugger;
  /** Whether the page is there and has said that it listens; a hidden panel has no page. */
  private ready = false;
  /** To be picked as soon as the page is there. */
  private wantedPick: SequenceQuery | undefined;
  private readonly columns = new KnownColumns();
  /** The text may change again before its data has been looked at. */
  private readonly forms = new Throttler<undefined>(() => this.sayForm());
  /** Edits of the form are made one after the other, each on the text that the one before has left. */
  private edits: Promise<void> = Promise.resolve();

  constructor(
    private readonly panel: vscode.WebviewPanel,
    readonly config: vscode.Uri,
    private readonly services: PanelServices,
    /** To be shown as soon as the page is there. */
    private view: PanelView | undefined,
  ) {
    this.run = new PanelRun(config, services, (message) => this.post(message));
    this.comparison = new PanelComparison(
      config,
      services.comparisons,
      (message) => this.post(message),
      (doing, error) => this.fail(doing, error),
    );
    this.debugged = new PanelDebugger(config, services.debugging.sessions, (message) => this.post(message));
    this.subscriptions = [
      this.run,
      this.comparison,
      panel.webview.onDidReceiveMessage((data: unknown) => this.receive(data)),
      panel.onDidChangeViewState(() => {
        this.ready &&= panel.visible;
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.toString() === config.toString() && contentChanges.length > 0) {
          this.showForm();
        }
      }),
    ];
    panel.webview.html = panelHtml(panel.webview, services.extension);
  }

  get active(): boolean {
    return this.panel.active;
  }

  /** The group of editors that it is to be seen in. */
  get visibleColumn(): vscode.ViewColumn | undefined {
    return this.panel.visible ? this.panel.viewColumn : undefined;
  }

  /** @param folder of the run that is to be shown from now on */
  reveal(view?: PanelView, folder?: string): void {
    if (folder !== undefined) {
      this.run.open(folder);
    }
    this.view = view;
    this.panel.reveal(undefined, true);
    this.showView();
  }

  /** Has the page pick a sequence of the run that it shows. */
  pick(pick: SequenceQuery): void {
    if (this.ready) {
      this.run.pick(pick);
    } else {
      this.wantedPick = pick;
    }
  }

  /** Ends what the panel does; the tab belongs to the editor. */
  dispose(): void {
    this.ready = false;
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  /** Resolves when the page has it, or is not there to take it. */
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
      this.act(message);
    }
  }

  private act(message: PanelToHost): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.run.pattern.cancel(); // who asked for it is gone
        this.showForm();
        if (this.wantedPick) {
          this.run.pick(this.wantedPick);
          this.wantedPick = undefined;
        }
        this.run.show(message.folder ?? undefined);
        this.comparison.show();
        this.debugged.show();
        this.showView();
        break;
      case 'edit':
        this.edits = this.edits.then(() => this.edit(message.path, message.value));
        break;
      case 'train':
        vscode.commands.executeCommand('unroll.train', this.config);
        break;
      case 'cancel':
        vscode.commands.executeCommand('unroll.cancel', this.config);
        break;
      case 'openConfig':
        this.openConfig(message.key);
        break;
      case 'newConfig':
        vscode.commands.executeCommand('unroll.newConfig', message.from);
        break;
      case 'snapshot':
        this.run.snapshots.choose(message.update);
        break;
      case 'tensors':
        this.run.snapshots.want(message.wanted);
        break;
      case 'spectrum':
        this.run.snapshots.askSpectrum(message.update, message.block);
        break;
      case 'analyse':
        this.run.snapshots.askAnalysis({
          update: message.update,
          probe: message.probe,
          layer: message.layer,
        });
        break;
      case 'pick':
        this.run.picks.pick(message.update, message.pick);
        break;
      case 'cancelPick':
        this.run.picks.cancel();
        break;
      case 'findPattern':
        this.run.pattern.ask(message.id, message.question);
        break;
      case 'stopPattern':
        this.run.pattern.cancel();
        break;
      case 'explain':
        this.carryOut('the documentation', () =>
          explain(this.services.extension, message.page, message.heading),
        );
        break;
      case 'showFinding':
      case 'applyFix':
      case 'tryFix':
        this.actOnFinding(message);
        break;
      case 'applyTried':
        this.carryOut('applying the fix', () => this.comparison.apply());
        break;
      case 'save':
        this.carryOut('saving a picture', () => savePicture(this.config, message));
        break;
      case 'copyTensor':
        this.carryOut('copying a tensor', () => this.run.copy(message));
        break;
      case 'debug':
        this.carryOut('starting the debugger', () => this.debug(message));
        break;
      case 'debugStep':
        this.debugged.goTo(message.step);
        break;
      case 'whatIfTensors':
        this.debugged.want(message.wanted);
        break;
      case 'closeComparison':
        this.services.comparisons.close(this.config);
        break;
      case 'comparedTraces':
        this.carryOut('reading the runs', () => this.comparison.tellTraces(message.id));
        break;
      case 'comparedTensor':
        this.comparison.traces.send(message.id, message.run, message.update, message.name);
        break;
    }
  }

  private actOnFinding(message: Extract<PanelToHost, { type: 'showFinding' | 'applyFix' | 'tryFix' }>): void {
    const finding = this.run.diagnosis?.findings[message.finding];
    const fix = message.type === 'showFinding' ? undefined : finding?.fixes[message.fix];
    if (!finding || (message.type !== 'showFinding' && !fix)) {
      return; // the list is another by now, and the page is about to be told
    }
    if (message.type === 'showFinding') {
      this.carryOut('showing the finding', () => showKey(this.config, finding.key));
    } else if (message.type === 'tryFix') {
      this.carryOut('trying the fix', () =>
        this.services.comparing.tryFix(this.config, finding, message.fix),
      );
    } else if (fix) {
      this.carryOut('applying the fix', () => applyFix(this.config, fix));
    }
  }

  /** With the weights of the moment, so that its values are those that the panel shows. */
  private async debug({ update, set, sequence }: Extract<PanelToHost, { type: 'debug' }>): Promise<void> {
    const folder = this.run.shownFolder;
    if (folder !== undefined) {
      const checkpoint = await weightsFileOf(folder, update);
      await this.services.debugging.start(this.config, `sequence ${sequence}`, {
        run: folder,
        checkpoint,
        sequence,
        ...(set === null ? {} : { set }),
      });
    }
  }

  private async carryOut(doing: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.fail(doing, error);
    }
  }

  private async edit(
    path: readonly string[],
    value: Extract<PanelToHost, { type: 'edit' }>['value'],
  ): Promise<void> {
    try {
      await applyEdit(this.config, path, value);
    } catch (error) {
      this.fail(`editing ${path.join('.')}`, error);
      this.showForm(); // so that the form does not show what the config does not say
    }
  }

  /** Without a key the cursor stays where it is. */
  private openConfig(key: readonly (string | number)[] | undefined): void {
    this.carryOut('opening the config', async () => {
      await (key
        ? showKey(this.config, key)
        : vscode.window.showTextDocument(this.config, { viewColumn: vscode.ViewColumn.One }));
    });
  }

  private showForm(): void {
    this.forms.queue(undefined);
  }

  private async sayForm(): Promise<void> {
    try {
      this.post(await formOf(this.config, this.columns));
    } catch (error) {
      this.fail(`reading ${this.config.fsPath}`, error);
    }
  }

  private showView(): void {
    if (this.ready && this.view) {
      this.post({ type: 'show', view: this.view });
      this.view = undefined;
    }
  }

  private fail(doing: string, error: unknown): void {
    this.services.log.failure(doing, error);
    this.post({ type: 'error', message: messageOf(error) });
  }
}
