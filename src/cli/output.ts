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

const unread: (() => void)[] = [];

/**
 * Calls back when what is written to stdout goes nowhere any more, as with `unroll … | head`.
 * The one who asked last is called. @returns takes the wish back
 */
export function whenNobodyReads(act: () => void): () => void {
  if (unread.length === 0) {
    process.stdout.on('error', () => unread.at(-1)?.());
    // Nothing can be said about a stderr that is closed, and nothing is lost by going on.
    process.stderr.on('error', () => undefined);
  }
  unread.push(act);
  return () => {
    unread.splice(unread.indexOf(act), 1);
  };
}
