/** Config as a panel's form shows and changes it. */
import * as vscode from 'vscode';
import type { FormValue } from '../../config/formTypes';
import type { HostToPanel } from '../../protocol/panel';
import { Throttler } from '../common/throttler';
import { applyEdit, formOf, showKey } from '../config/configDocument';
import { KnownColumns } from '../config/dataColumns';
import { KnownPreview } from '../config/dataPreview';

export class PanelForm implements vscode.Disposable {
  private readonly columns = new KnownColumns();
  private readonly preview = new KnownPreview();
  /** Throttled, because the text may change again before its data was checked. */
  private readonly forms = new Throttler<undefined>(() => this.sendForm());
  /**
   * Queue of the form's edits: they are made one after the other, each on the text that the one before has
   * left.
   */
  private edits: Promise<void> = Promise.resolve();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly config: vscode.Uri,
    private readonly post: (message: HostToPanel) => Promise<void>,
    private readonly fail: (doing: string, error: unknown) => void,
  ) {
    this.subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.toString() === config.toString() && contentChanges.length > 0) {
        this.show();
      }
    });
  }

  show(): void {
    this.forms.queue(undefined);
  }

  /** @param value null removes the key */
  edit(path: readonly string[], value: FormValue | null): void {
    this.edits = this.edits.then(() => this.apply(path, value));
  }

  /** Shows the config in the editor; without a key the cursor stays where it is. */
  async openConfig(key: readonly (string | number)[] | undefined): Promise<void> {
    await (key
      ? showKey(this.config, key)
      : vscode.window.showTextDocument(this.config, { viewColumn: vscode.ViewColumn.One }));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async apply(path: readonly string[], value: FormValue | null): Promise<void> {
    try {
      await applyEdit(this.config, path, value);
    } catch (error) {
      this.fail(`editing ${path.join('.')}`, error);
      this.show(); // so that the form does not show a value that the config does not have
    }
  }

  private async sendForm(): Promise<void> {
    try {
      this.post({ type: 'form', form: await formOf(this.config, this.columns, this.preview) });
    } catch (error) {
      this.fail(`reading ${this.config.fsPath}`, error);
    }
  }
}
