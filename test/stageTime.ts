/**
 * The time of each stage of the tests: printed at the end of a run, and written for the table of `.ci/run`.
 */
import { appendFileSync } from 'node:fs';
import { say } from './vscode/say';

export interface StageTime {
  readonly name: string;
  readonly seconds: number;
  readonly passed: boolean;
}

/** Runs a stage and passes its time to `keep`, also when it throws. */
export async function timed<T>(
  name: string,
  run: () => Promise<T>,
  passed: (result: T) => boolean,
  keep: (time: StageTime) => void,
): Promise<T> {
  const start = performance.now();
  let good = false;
  try {
    const result = await run();
    good = passed(result);
    return result;
  } finally {
    keep({ name, seconds: Math.round((performance.now() - start) / 1000), passed: good });
  }
}

/** Prints a line for each stage, and appends the same lines to the file that `UNROLL_STAGE_TIMES` names. */
export function sayTimes(times: readonly StageTime[]): void {
  const lines = times.map(timeLine);
  for (const line of lines) {
    say(line);
  }
  const file = process.env.UNROLL_STAGE_TIMES;
  if (file) {
    appendFileSync(file, lines.map((line) => `${line}\n`).join(''));
  }
}

/** The columns are those of `.ci/run`. */
function timeLine({ name, seconds, passed }: StageTime): string {
  const minutes = String(Math.floor(seconds / 60)).padStart(4);
  const rest = String(seconds % 60).padStart(2, '0');
  return `${`test:${name}`.padEnd(16)}${minutes}:${rest}${passed ? '' : '  failed'}`;
}
