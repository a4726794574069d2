/** Runs the suite of `test/host` inside the extension host of a real VS Code, on a copy of the examples. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from './browser';
import { copyExamples, hostSuite, root, temporaryFolder } from './folders';
import { installVSCode } from './install';
import { failed, type Result, readResult, resultVariable } from './result';
import { say } from './say';
import { addressOf, startServer } from './server';

export interface HostTestOptions {
  /** Compiled module with `run()`; by default the suite of `test/host`. */
  readonly suite?: string;
  /** Environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  readonly minutes?: number;
}

/**
 * A run counts only with exit code 0 and a result file that the suite wrote at its end, because the workbench
 * reports code 0 even for an extension host that died.
 */
export async function runHostTests({
  suite = hostSuite,
  env = {},
  minutes = 8,
}: HostTestOptions = {}): Promise<Result> {
  const vscode = await installVSCode();
  const workspace = copyExamples();
  const resultFile = path.join(temporaryFolder('result'), 'result.json');
  const server = await startServer(vscode, { env: { [resultVariable]: resultFile, ...env } });
  const browser = await openBrowser();
  const log: string[] = [];
  try {
    say(`VS Code ${vscode.version} runs ${path.relative(root, suite)} in its extension host`);
    const { page } = browser;
    // The workbench calls these two for each line of the suite's console and at its end.
    await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) =>
      log.push(
        `[${type}] ${args.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(' ')}`,
      ),
    );
    const { promise: ended, resolve: end } = resolvable<number | 'late'>();
    await page.exposeFunction('codeAutomationExit', end);
    await page.goto(addressOf(server, { workspace, extension: root, tests: suite }));
    const timer = setTimeout(() => end('late'), 60_000 * minutes);
    const code = await ended;
    clearTimeout(timer);
    return verdict(code, readResult(resultFile), minutes, log);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(path.dirname(resultFile), { recursive: true, force: true });
    rmSync(path.dirname(workspace), { recursive: true, force: true });
  }
}

function resolvable<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function verdict(
  code: number | 'late',
  result: Result | undefined,
  minutes: number,
  log: readonly string[],
): Result {
  // A line of the console may contain its whole stack.
  const output = log
    .slice(-10)
    .map((line) => line.split('\n', 1)[0])
    .join('\n');
  if (code === 'late') {
    return failed('the suite in the extension host', `it did not end within ${minutes} minutes\n${output}`);
  }
  if (!result) {
    return failed('the suite in the extension host', `the extension host died (code ${code})\n${output}`);
  }
  if (code !== 0 && result.failures.length === 0) {
    return failed(
      'the suite in the extension host',
      `all tests passed, but it ended with code ${code}\n${output}`,
    );
  }
  return result;
}
