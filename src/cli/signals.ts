/** Handles the signals that end a long command. */
import { exitCodes, whenNobodyReads } from './output';

/**
 * Cancels at the first signal and lets the run write its checkpoint; ends the process at the second. Stays
 * installed until the process ends.
 */
export function cancelOnSignals(cancel: () => void): void {
  let asked = false;
  const stop = () => {
    if (asked) {
      process.exit(exitCodes.cancelled);
    }
    asked = true;
    cancel();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, stop);
  }
  // A run whose output nobody reads is cancelled; it can be resumed later.
  whenNobodyReads(cancel);
}
