/** Handles the export of figures and numbers from the page. */
import { saveFigure } from '../saveFigure';
import type { Handlers, PanelParts } from './handlers';

export function figureHandlers({ config, run, carryOut }: PanelParts) {
  return {
    save: (message) => carryOut('saving a figure', () => saveFigure(config, message)),
    copyTensor: (message) => carryOut('copying a tensor', () => run.copy(message)),
  } satisfies Partial<Handlers>;
}
