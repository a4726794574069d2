/** Messages about the page itself: whether it is there, what it is to show, and what went wrong. */
import * as z from 'zod/mini';
import { name, text } from './values';

/**
 * Sections of the panel that a command, a finding or the debugger leads to. Which sections there are is known by the panel
 * alone (`webview/shell/sections.ts`).
 */
export type PanelView = 'loss' | 'comparison' | 'whatIf' | 'states' | 'gates' | 'gradients' | 'weights';

const error = z.strictObject({ type: z.literal('error'), message: z.string() });
/** A section to scroll to, which is opened: a `PanelView`, or another one of the panel. */
const show = z.strictObject({ type: z.literal('show'), view: name });

/** The panel can take messages. `folder` is the run it showed before a reload. */
const ready = z.strictObject({ type: z.literal('ready'), folder: z.nullable(text) });
/** Opens the documentation: a page of docs/ and a heading in it, as in a link. */
const explain = z.strictObject({
  type: z.literal('explain'),
  page: z.enum(['math', 'diagnosis']),
  heading: text,
});

export const fromHost = [error, show] as const;
export const fromPanel = [ready, explain] as const;
