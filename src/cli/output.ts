/** What the command line writes: results to stdout, one line of complaint to stderr, and how it ends. */

export const exitCodes = { done: 0, failed: 1, badInput: 2, cancelled: 130 } as const;

/** A line on stdout. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `error: …` on stderr. */
export function complain(message: string): void {
  process.stderr.write(`error: ${message}\n`);
}

/** Text of several lines as one. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

let unread: () => void = () => undefined;

/** Sets what happens when what is written to stdout goes nowhere any more, as with `unroll … | head`. */
export function whenNobodyReads(act: () => void): void {
  unread = act;
}

/** To be called once, before anything is written: a closed pipe is no fault of ours. */
export function heedClosedPipes(): void {
  process.stdout.on('error', () => unread());
  // Nothing can be said on a stderr that is closed, and nothing is lost by going on.
  process.stderr.on('error', () => undefined);
}
