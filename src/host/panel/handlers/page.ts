/** Handles the page's messages about itself, and its links to the documentation. */
import { explain } from '../../common/explain';
import type { Handlers, PanelParts } from './handlers';

export function pageHandlers({ services, begin, carryOut }: PanelParts) {
  return {
    ready: ({ folder }) => begin(folder),
    explain: ({ page, heading }) =>
      carryOut('the documentation', () => explain(services.extension, page, heading)),
  } satisfies Partial<Handlers>;
}
