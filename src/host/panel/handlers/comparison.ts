/** Handles the page's messages about a comparison. */
import type { Handlers, PanelParts } from './handlers';

export function comparisonHandlers({ config, services, comparison, carryOut }: PanelParts) {
  return {
    applyTried: () => carryOut('applying the fix', () => comparison.apply()),
    closeComparison: () => services.comparisons.close(config),
    askComparedTraces: ({ id }) => carryOut('reading the runs', () => comparison.sendTraces(id)),
  } satisfies Partial<Handlers>;
}
