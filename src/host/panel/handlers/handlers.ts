/** What the handlers of the page's messages are, and what they work with: the parts of a panel. */
import type * as vscode from 'vscode';
import type { ByType, PanelToHost } from '../../../protocol/panel';
import type { PanelComparison } from '../panelComparison';
import type { PanelDebugger } from '../panelDebugger';
import type { PanelForm } from '../panelForm';
import type { PanelRun } from '../panelRun';
import type { PanelServices } from '../panelServices';

/** The message of a type. */
export type Received<T extends PanelToHost['type']> = ByType<PanelToHost>[T];

export type Handlers = { readonly [T in PanelToHost['type']]: (message: Received<T>) => void };

export interface PanelParts {
  readonly config: vscode.Uri;
  readonly services: PanelServices;
  readonly form: PanelForm;
  readonly run: PanelRun;
  readonly comparison: PanelComparison;
  readonly debugged: PanelDebugger;
  /** The page is there. @param folder of the run that it showed before a reload */
  readonly begin: (folder: string | null) => void;
  /** Sends the page the error of an action that fails. @param doing `saving a figure` */
  readonly carryOut: (doing: string, action: () => Promise<void>) => void;
}
