/**
 * Filters: what the debugger stops at without a breakpoint ("exception breakpoints"). A person's condition
 * replaces a filter's own.
 */
import { isCandidate } from '../notation/cells';
import type { Recording } from '../protocol/recording';
import { stepCount, vectorAt } from './timeline';

/** Whether to stop at a step. */
export type StepTest = (step: number) => boolean | undefined;

export interface Filter {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly isDefault: boolean;
  /** The filter as an expression; absent where no expression can describe it. */
  readonly condition?: (recording: Recording) => string | undefined;
  /** The filter as code, made once for a recording. */
  readonly test?: (recording: Recording) => StepTest;
}

export const filters: readonly Filter[] = [
  {
    id: 'nonFinite',
    label: 'Values that are not finite',
    description: 'The first step at which a state, a gate, a gradient or an output is NaN or infinite',
    isDefault: true,
    test: (recording) => {
      const names = [...recording.tensors.keys()].filter((name) => name !== 'target');
      return (step) =>
        names.some((name) => vectorAt(recording, name, step)?.some((value) => !Number.isFinite(value)));
    },
  },
  {
    id: 'vanished',
    label: 'Vanished gradient',
    description: '‖∂L/∂h‖ under 10⁻⁷; the condition can be changed, such as norm(grad.h) < 1e-4',
    isDefault: false,
    condition: () => 'norm(grad.h) < 1e-7',
  },
  {
    id: 'exploded',
    label: 'Exploded gradient',
    description: '‖∂L/∂h‖ over 100; the condition can be changed, such as norm(grad.h) > 1e4',
    isDefault: false,
    condition: () => 'norm(grad.h) > 100',
  },
  {
    id: 'saturated',
    label: 'Saturated gate',
    description: 'More than 9 in 10 units of a gate under 0.1 or over 0.9 (of an RNN: of |h| over 0.99)',
    isDefault: false,
    condition: ({ kind, gates }) =>
      kind.cell === 'rnn'
        ? 'min(abs(h)) > 0.99'
        : gates
            .filter((gate) => !isCandidate(gate))
            .map((gate) => `saturated(gate.${gate}) > 0.9`)
            .join(' || '),
  },
  {
    id: 'wrong',
    label: 'Wrong prediction',
    description: 'The likeliest class is not the target; outputs that are not classes need a condition',
    isDefault: false,
    condition: ({ classes }) => (classes ? 'target >= 0 && argmax(y) != target' : undefined),
  },
  {
    id: 'largestLoss',
    label: 'Largest loss',
    description: 'The step of the sequence that has the largest loss',
    isDefault: false,
    test: (recording) => {
      let largest = -1;
      let most = Number.NEGATIVE_INFINITY;
      for (let step = 0; step < stepCount(recording); step++) {
        const loss = vectorAt(recording, 'loss', step)?.[0] ?? Number.NEGATIVE_INFINITY;
        if (loss > most) {
          [most, largest] = [loss, step];
        }
      }
      return (step) => step === largest;
    },
  },
];
