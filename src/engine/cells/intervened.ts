/**
 * Steps in which values were set. No gradient flows back through a gate that was set, since it depends on
 * nothing.
 */
import type { Tape } from './tape';

/**
 * Notes that values of the tape's first sequence are set at step t.
 * @param gates the gates among these values, as `gate·H + unit`
 */
export function noteSet(tape: Tape, t: number, gates: readonly number[] = []): void {
  tape.intervened ??= new Map();
  tape.intervened.set(t, [...(tape.intervened.get(t) ?? []), ...gates]);
}

/** Whether any value was set at step t, so that the step is not what the cell computes. */
export function isSet(tape: Tape, t: number): boolean {
  return tape.intervened?.has(t) ?? false;
}

/**
 * Sets ∂L/∂ preactivation of the gates set at step t to 0; called before the gradients that depend on it are
 * computed.
 */
export function stopAtIntervened(tape: Tape, t: number): void {
  for (const element of intervenedAt(tape, t)) {
    tape.dgates.values[t * tape.rows * tape.dgates.shape[2] + element] = 0;
  }
}

export function intervenedAt(tape: Tape, t: number): readonly number[] {
  return tape.intervened?.get(t) ?? [];
}
