/**
 * The outcome of one benchmark: its numbers, the machine they were measured on, and the reasons for missing
 * numbers.
 */
import { type Machine, thisMachine } from '../src/speed/machine';
import { Trouble } from '../test/vscode/say';

export interface Outcome<Numbers> {
  /** Time at which it ended (ISO 8601, UTC). */
  readonly at: string;
  readonly machine: Machine;
  /** Reasons why something could not be measured. */
  readonly missing: readonly string[];
  /** The numbers; absent when nothing could be measured. */
  readonly numbers?: Numbers;
}

/** Returns the outcome of a measurement made in this process or in one of the same Node version. */
export function outcomeNow<Numbers>(
  numbers: Numbers | undefined,
  missing: readonly string[],
): Outcome<Numbers> {
  return { at: new Date().toISOString(), machine: thisMachine(), missing, numbers };
}

/** Returns the reason why something is missing. @throws the error itself when it is not a Trouble */
export function troubleOf(error: unknown): string {
  if (error instanceof Trouble) {
    return error.message;
  }
  throw error;
}
