/**
 * `npm run test:desktop`: the suite of `test/host` in a desktop VS Code that @vscode/test-electron downloads,
 * for people whose network reaches that download.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { messageOf } from '../../src/notation/errors';
import { copyExamples, hostSuite, root, temporaryFolder } from './folders';
import { printResult, readResult, resultVariable } from './result';
import { runMain, say, Trouble } from './say';

async function main(): Promise<void> {
  const workspace = copyExamples();
  const results = temporaryFolder('result');
  const file = path.join(results, 'result.json');
  let code = 0;
  try {
    code = await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: hostSuite,
      extensionTestsEnv: { [resultVariable]: file, UNROLL_TEST_PART: process.argv[2] },
      launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
    });
  } catch (error) {
    // A failed test gives VS Code an exit code other than 0, which is an error here; the file names the test.
    if (!readResult(file)) {
      throw new Trouble(
        `The suite did not run in a desktop VS Code: ${messageOf(error)}. \`npm run test:host\` needs no download.`,
      );
    }
    code = 1;
  } finally {
    rmSync(path.dirname(workspace), { recursive: true, force: true });
  }
  const result = readResult(file);
  rmSync(results, { recursive: true, force: true });
  if (!result || result.passes.length + result.failures.length === 0) {
    throw new Trouble(`VS Code ended with code ${code} before the suite had run a test.`);
  }
  printResult(result);
  say(`\n${result.passes.length} passed, ${result.failures.length} failed`);
  process.exitCode = code === 0 && result.failures.length === 0 ? 0 : 1;
}

runMain(main);
