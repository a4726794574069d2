/** The border of the panel: a message from the webview is checked before anything is done with it. */
import type { PanelToHost } from '../../protocol/panel';
import { panelToHost } from '../../protocol/panel/panelToHost';
import { read } from '../../protocol/panel/read';

/** The message, or a sentence that says what is wrong with it. */
export function readPanelMessage(data: unknown): PanelToHost | string {
  return read(panelToHost, data, 'The panel');
}
