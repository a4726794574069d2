/** Messages about the page itself: that it is ready, what it is to show, and its errors. */
import * as z from 'zod/mini';
import { name, text } from './values';

/**
 * Sections of the panel that a command, a finding or the debugger opens. The list of all sections is known to
 * the panel alone (`webview/shell/sections.ts`).
 */
export type PanelView = 'loss' | 'comparison' | 'whatIf' | 'states' | 'gates' | 'gradients' | 'weights';

const error = z.strictObject({ type: z.literal('error'), message: z.string() });
/** A section that is opened and scrolled to: a `PanelView`, or another one of the panel. */
const show = z.strictObject({ type: z.literal('show'), view: name });

/** The panel is ready for messages. `folder` is the run it showed before a reload. */
const ready = z.strictObject({ type: z.literal('ready'), folder: z.nullable(text) });
/** Opens the documentation: a page of docs/ and a heading in it, as in a link. */
const explain = z.strictObject({
  type: z.literal('explain'),
  page: z.enum(['math', 'diagnosis']),
  heading: text,
});

export const fromHost = [error, show] as const;
export const fromPanel = [ready, explain] as const;
