/** How a long command is ended from outside. */
import { exitCodes, whenNobodyReads } from './output';

/** The first signal cancels and lets the run write its checkpoint; the second ends at once. Holds until the end. */
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
  // A run that nobody listens to can be gone on with later.
  whenNobodyReads(cancel);
}
