/** Messages about the page itself: whether it is there, what it is to show, and what went wrong. */
import * as z from 'zod/mini';
import { text } from './values';

export const panelView = z.enum([
  'loss',
  'comparison',
  'whatIf',
  'states',
  'pattern',
  'gates',
  'gradients',
  'memory',
  'weights',
]);
export type PanelView = z.output<typeof panelView>;

const error = z.strictObject({ type: z.literal('error'), message: z.string() });
/** A section to scroll to, which is opened. */
const show = z.strictObject({ type: z.literal('show'), view: panelView });

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
