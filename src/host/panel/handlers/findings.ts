/**
 * Handles actions on a finding. If the list has changed meanwhile, nothing is done: the page is about to
 * receive it.
 */
import { showKey } from '../../config/configDocument';
import { applyFix } from '../../config/configEdits';
import type { Handlers, PanelParts } from './handlers';

export function findingHandlers({ config, services, run, carryOut }: PanelParts) {
  const findingAt = (index: number) => run.diagnosis?.findings[index];
  return {
    showFinding: ({ finding: index }) => {
      const finding = findingAt(index);
      if (finding) {
        carryOut('showing the finding', () => showKey(config, finding.key));
      }
    },
    applyFix: ({ finding, fix: index }) => {
      const fix = findingAt(finding)?.fixes[index];
      if (fix) {
        carryOut('applying the fix', () => applyFix(config, fix));
      }
    },
    tryFix: ({ finding: index, fix }) => {
      const finding = findingAt(index);
      if (finding?.fixes[fix]) {
        carryOut('trying the fix', () => services.comparing.tryFix(config, finding, fix));
      }
    },
  } satisfies Partial<Handlers>;
}
