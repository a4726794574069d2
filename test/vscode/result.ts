/**
 * The result of a set of tests. A process that runs tests writes it to a file when all are done, so that a
 * process that dies before leaves no file and cannot pass for a success.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { say } from './say';

export interface Failure {
  readonly title: string;
  readonly message: string;
  readonly stack: string;
  /** The compiled file that holds the test, if known. */
  readonly file?: string;
}

export interface Result {
  readonly passes: readonly string[];
  readonly failures: readonly Failure[];
}

/** The environment variable that names the file. */
export const resultVariable = 'UNROLL_TEST_RESULT';

export function writeResult(result: Result): void {
  const file = process.env[resultVariable];
  if (file) {
    writeFileSync(file, JSON.stringify(result, null, 2));
  }
}

/** @returns undefined when the tests did not finish */
export function readResult(file: string): Result | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** A result for tests that did not finish. */
export function failed(title: string, message: string): Result {
  return { passes: [], failures: [{ title, message, stack: message }] };
}

/** Prints each test, and the stack of each failure. */
export function printResult({ passes, failures }: Result): void {
  for (const title of passes) {
    say(`  ✔ ${title}`);
  }
  for (const { title, message, stack } of failures) {
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && !notOurs.test(line));
    say([`  ✘ ${title}`, message, ...frames].join('\n').replace(/\n\s*/g, '\n      '));
  }
}

/** Lines of a stack that lie in Node or in VS Code. */
const notOurs = /node:internal|extensionHostProcess/;
