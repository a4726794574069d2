/** The capabilities of the adapter, its answer to `initialize`. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { filters } from './filters';

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsStepBack: true,
  supportsGotoTargetsRequest: true,
  supportsEvaluateForHovers: true,
  supportsCompletionsRequest: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsRestartRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  supportsCancelRequest: true,
  exceptionBreakpointFilters: filters.map(({ id, label, description, isDefault }) => ({
    filter: id,
    label,
    description,
    default: isDefault,
    supportsCondition: true,
    conditionDescription: 'An expression such as norm(grad.h) < 1e-6',
  })),
};
