/** Steps in which values were set. Nothing flows back through a gate that was, since it depends on nothing. */
import type { Tape } from './tape';

/**
 * Notes that values of the tape's first sequence are set at step t.
 * @param gates those of them that are gates, as `gate·H + unit`
 */
export function noteSet(tape: Tape, t: number, gates: readonly number[] = []): void {
  tape.held ??= new Map();
  tape.held.set(t, [...(tape.held.get(t) ?? []), ...gates]);
}

/** Whether any value was set at step t, so that the step is not what the cell computes. */
export function isSet(tape: Tape, t: number): boolean {
  return tape.held?.has(t) ?? false;
}

/** ∂L/∂ preactivation of those of step t becomes 0; to be called before what it reaches is computed. */
export function stopAtHeld(tape: Tape, t: number): void {
  for (const element of heldAt(tape, t)) {
    tape.dgates.values[t * tape.rows * tape.dgates.shape[2] + element] = 0;
  }
}

export function heldAt(tape: Tape, t: number): readonly number[] {
  return tape.held?.get(t) ?? [];
}
