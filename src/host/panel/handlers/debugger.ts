/** Handles the page's messages to the debugger. */
import { weightsFileOf } from '../../../run/files/snapshots';
import type { Handlers, PanelParts, Received } from './handlers';

export function debuggerHandlers(parts: PanelParts) {
  const { debugged, carryOut } = parts;
  return {
    debug: (message) => carryOut('starting the debugger', () => debug(parts, message)),
    goToStep: ({ step }) => debugged.goTo(step),
  } satisfies Partial<Handlers>;
}

/**
 * Starts the debugger with the weights of the snapshot, so that its values are those that the panel shows.
 */
async function debug(
  { config, services, run }: PanelParts,
  { update, set, sequence }: Received<'debug'>,
): Promise<void> {
  const folder = run.shownFolder;
  if (folder !== undefined) {
    const checkpoint = await weightsFileOf(folder, update);
    await services.debugging.start(config, `sequence ${sequence}`, {
      run: folder,
      checkpoint,
      sequence,
      ...(set === null ? {} : { set }),
    });
  }
}
