/**
 * The entry point of the suite inside the extension host: runs every `*.test.js` beside it, and writes `{
 * passes, failures }` as JSON to the file named by UNROLL_TEST_RESULT when all tests are done. A host that
 * dies before leaves no such file, which distinguishes its death from success.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

interface Failure {
  readonly title: string;
  readonly message: string;
  readonly stack: string;
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: 'min' });
  const part = process.env.UNROLL_TEST_PART ?? ''; // part of a file's name, to run that file alone
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js') && file.includes(part)) {
      mocha.addFile(path.join(__dirname, file));
    }
  }
  const passes: string[] = [];
  const failures: Failure[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => passes.push(test.fullTitle()))
      .on('fail', (test, error: unknown) => {
        const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
        failures.push({ title: test.fullTitle(), message, stack });
      });
  });
  const file = process.env.UNROLL_TEST_RESULT;
  if (file) {
    writeFileSync(file, JSON.stringify({ passes, failures }, null, 2));
  }
  if (failures.length > 0 || passes.length === 0) {
    throw new Error(`${failures.length} of ${passes.length + failures.length} tests failed`);
  }
}
