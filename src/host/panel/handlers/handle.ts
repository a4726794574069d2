/** Passes each message of the page to its handler. */
import type { PanelToHost, Typed } from '../../../protocol/panel';
import { comparisonHandlers } from './comparison';
import { debuggerHandlers } from './debugger';
import { figureHandlers } from './figures';
import { findingHandlers } from './findings';
import { formHandlers } from './form';
import type { Handlers, PanelParts } from './handlers';
import { pageHandlers } from './page';
import { runHandlers } from './run';
import { tensorHandlers } from './tensors';

export function handlersOf(parts: PanelParts): Handlers {
  return {
    ...pageHandlers(parts),
    ...formHandlers(parts),
    ...runHandlers(parts),
    ...tensorHandlers(parts),
    ...debuggerHandlers(parts),
    ...findingHandlers(parts),
    ...comparisonHandlers(parts),
    ...figureHandlers(parts),
  };
}

export function handle<T extends PanelToHost['type']>(
  handlers: Handlers,
  message: Typed<PanelToHost, T>,
): void {
  handlers[message.type](message);
}
