/** Steps in which values were set. Nothing flows back through a gate that was, since it depends on nothing. */
import type { Tape } from './tape';

/**
 * Notes that values of the tape's first sequence are set at step t.
 * @param gates those of them that are gates, as `gate·H + unit`
 */
export function noteSet(tape: Tape, t: number, gates: readonly number[] = []): void {
  tape.intervened ??= new Map();
  tape.intervened.set(t, [...(tape.intervened.get(t) ?? []), ...gates]);
}

/** Whether any value was set at step t, so that the step is not what the cell computes. */
export function isSet(tape: Tape, t: number): boolean {
  return tape.intervened?.has(t) ?? false;
}

/** ∂L/∂ preactivation of those of step t becomes 0; to be called before what it reaches is computed. */
export function stopAtIntervened(tape: Tape, t: number): void {
  for (const element of intervenedAt(tape, t)) {
    tape.dgates.values[t * tape.rows * tape.dgates.shape[2] + element] = 0;
  }
}

export function intervenedAt(tape: Tape, t: number): readonly number[] {
  return tape.intervened?.get(t) ?? [];
}
