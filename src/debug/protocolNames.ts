/** The two threads of a session, and what a client is told that the adapter can do. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { filters } from './filters';
import type { Pass } from './programCounter';

export const threads: Readonly<Record<Pass, { readonly id: number; readonly name: string }>> = {
  forward: { id: 1, name: 'forward' },
  backward: { id: 2, name: 'backpropagation through time' },
};

export function passOf(threadId: number): Pass {
  return threadId === threads.backward.id ? 'backward' : 'forward';
}

/** Every frame of both threads has a number of its own, the same at every stop. */
export function frameId(pass: Pass, step: number): number {
  return 2 * step + threads[pass].id;
}

export function ofFrame(id: number): { readonly pass: Pass; readonly step: number } {
  return { pass: id % 2 === 1 ? 'forward' : 'backward', step: Math.floor((id - 1) / 2) };
}

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
