/** What the scripts tell the person who waits for them. */

/** A failure that one line tells completely: what happened, and what to do. It is shown without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Says what is being done, every ten seconds that it still is, and how long it took. */
export async function working<T>(what: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  say(`${what} …`);
  const timer = setInterval(() => say(`  still at it after ${seconds()} s`), 10_000);
  try {
    const result = await work;
    say(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Runs a script's main function; a failure is told, and the process ends with code 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const text =
      error instanceof Trouble ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
}
