/** Checks the host's messages before they reach the state. */
import * as z from 'zod/mini';
import type { HostToPanel } from '../../src/protocol/panel';
import { hostToPanel } from '../../src/protocol/panel/hostToPanel';
import { read } from '../../src/protocol/panel/read';

z.config({ jitless: true }); // the page's policy forbids code generated from text

/**
 * Returns the message if it is valid, otherwise a sentence that states what is wrong with it.
 * @param views names of the sections of the page, one of which a message may ask to show
 */
export function readMessage(data: unknown, views: readonly string[]): HostToPanel | string {
  const message = read(hostToPanel, data, 'The host');
  if (typeof message === 'object' && message.type === 'show' && !views.includes(message.view)) {
    return `The host sent a message "show" that is not understood: the panel has no section "${message.view}".`;
  }
  return message;
}
