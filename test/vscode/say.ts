/** Messages of the scripts to the person who waits for them. */

/**
 * A failure that one line describes completely: what happened, and what to do. It is shown without a stack.
 */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what is being done, repeats it every ten seconds while it lasts, and prints how long it took. */
export async function working<T>(what: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  say(`${what} …`);
  const timer = setInterval(() => say(`  still running after ${seconds()} s`), 10_000);
  try {
    const result = await work;
    say(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Runs a script's main function; on failure, prints the error and ends the process with code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const text =
      error instanceof Trouble ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
}
