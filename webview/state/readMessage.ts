/** Checks the host's messages before they reach the state. */
import * as z from 'zod/mini';
import type { HostToPanel } from '../../src/protocol/panel';
import { hostToPanel } from '../../src/protocol/panel/hostToPanel';
import { read } from '../../src/protocol/panel/read';

z.config({ jitless: true }); // the page's policy forbids code generated from text

/** Returns the message if it is valid, otherwise a sentence that states what is wrong with it. */
export function readMessage(data: unknown): HostToPanel | string {
  return read(hostToPanel, data, 'The host');
}
