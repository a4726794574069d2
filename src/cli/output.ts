/** The output of the command line: results on stdout, one line for an error on stderr, and the exit codes. */

export const exitCodes = { done: 0, failed: 1, badInput: 2, cancelled: 130 } as const;

/** Writes a line to stdout. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes `error: …` to stderr. */
export function complain(message: string): void {
  process.stderr.write(`error: ${message}\n`);
}

/** Joins the lines of a text. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

let unread: () => void = () => undefined;

/** Sets what happens when stdout is closed by its reader, as with `unroll … | head`. */
export function whenNobodyReads(act: () => void): void {
  unread = act;
}

/** Handles closed pipes, which are not an error of the command. Call it once, before anything is written. */
export function heedClosedPipes(): void {
  process.stdout.on('error', () => unread());
  // Nothing can be written to a stderr that is closed, and nothing is lost by continuing.
  process.stderr.on('error', () => undefined);
}
