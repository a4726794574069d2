/** Checks messages from the webview before they are handled. */
import type { PanelToHost } from '../../protocol/panel';
import { panelToHost } from '../../protocol/panel/panelToHost';
import { read } from '../../protocol/panel/read';

/** Returns the message, or a sentence that states what is wrong with it. */
export function readPanelMessage(data: unknown): PanelToHost | string {
  return read(panelToHost, data, 'The panel');
}
