/** Types of the handlers of the page's messages and of the panel's parts, with which they work. */
import type * as vscode from 'vscode';
import type { ByType, PanelToHost } from '../../../protocol/panel';
import type { PanelComparison } from '../panelComparison';
import type { PanelDebugger } from '../panelDebugger';
import type { PanelForm } from '../panelForm';
import type { PanelRun } from '../panelRun';
import type { PanelServices } from '../panelServices';

/** Message of a type. */
export type Received<T extends PanelToHost['type']> = ByType<PanelToHost>[T];

export type Handlers = { readonly [T in PanelToHost['type']]: (message: Received<T>) => void };

export interface PanelParts {
  readonly config: vscode.Uri;
  readonly services: PanelServices;
  readonly form: PanelForm;
  readonly run: PanelRun;
  readonly comparison: PanelComparison;
  readonly debugged: PanelDebugger;
  /** Called when the page is ready. @param folder folder of the run that it showed before a reload */
  readonly begin: (folder: string | null) => void;
  /**
   * Runs an action and sends the page its error.
   * @param doing description of the action, such as `saving a figure`
   */
  readonly carryOut: (doing: string, action: () => Promise<void>) => void;
}
