/** Runs the test files named on the command line, and writes their result when all are done. */
import Mocha from 'mocha';
import { type Failure, writeResult } from './vscode/result';

const mocha = new Mocha({ timeout: 60_000, forbidOnly: true, forbidPending: true });
for (const file of process.argv.slice(2)) {
  mocha.addFile(file);
}
const passes: string[] = [];
const failures: Failure[] = [];
mocha
  .run(() => writeResult({ passes, failures }))
  .on('pass', (test) => passes.push(test.fullTitle()))
  .on('fail', (test, error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    failures.push({ title: test.fullTitle(), message, stack, file: test.file });
  });
