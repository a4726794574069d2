/** The outcome of one benchmark: its numbers, the machine they are of, and what could not be measured. */
import { type Machine, thisMachine } from '../src/speed/machine';
import { Trouble } from '../test/vscode/say';

export interface Outcome<Numbers> {
  /** ISO 8601, UTC: when it ended. */
  readonly at: string;
  readonly machine: Machine;
  /** What could not be measured, and why. */
  readonly missing: readonly string[];
  /** Absent where nothing could be. */
  readonly numbers?: Numbers;
}

/** What has just been measured, in this process or one of the same Node. */
export function outcomeNow<Numbers>(
  numbers: Numbers | undefined,
  missing: readonly string[],
): Outcome<Numbers> {
  return { at: new Date().toISOString(), machine: thisMachine(), missing, numbers };
}

/** Why something is missing. @throws an error that is none of those that one line tells completely */
export function troubleOf(error: unknown): string {
  if (error instanceof Trouble) {
    return error.message;
  }
  throw error;
}
