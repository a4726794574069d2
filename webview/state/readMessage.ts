/** The border: what the host posts is checked before it reaches the state. */
import * as z from 'zod/mini';
import type { HostToPanel } from '../../src/protocol/panel';
import { hostToPanel } from '../../src/protocol/panel/hostToPanel';
import { read } from '../../src/protocol/panel/read';

z.config({ jitless: true }); // the page's policy forbids code that is made of text

/** The message, checked; a sentence that says what is wrong with it otherwise. */
export function readMessage(data: unknown): HostToPanel | string {
  return read(hostToPanel, data, 'The host');
}
