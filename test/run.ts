/**
 * Runs the tests in stages and counts them: node dist/test/run.js [STAGE] [PART OF A FILE'S NAME]
 * It fails when a test fails, when a stage does not finish, and when a stage has run no test at all. A file
 * of the browser stage that fails is run a second time as a whole, because a window on a busy machine may be
 * late. A test that passes only then is reported as such, with its first failure, because a test that needs
 * it often has a race to be found.
 */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findTorch } from './pytorch/findTorch';
import { type StageTime, sayTimes, timed } from './stageTime';
import { findChromium } from './vscode/chromium';
import { root, temporaryFolder } from './vscode/folders';
import { runHostTests } from './vscode/hostTests';
import { installVSCode } from './vscode/install';
import { failed, printResult, type Result, readResult, resultVariable } from './vscode/result';
import { runMain, say, Trouble } from './vscode/say';

const compiled = path.join(root, 'dist', 'test');
const minutesPerStage = 30;
/** Largest number of failed files that are run again; more do not fail by chance. */
const mostAgain = 3;

/** The stages in the order in which they run: the quickest to fail comes first. */
const stages: Readonly<Record<string, (part: string) => Promise<Result>>> = {
  /** Tests that need no editor: each source's own tests, and properties of many sources. */
  unit: (part) => runMocha(filesOf(['unit', 'properties'], part)),
  /** Tests of the project itself: its borders and its package. */
  project: (part) => runMocha(filesOf(['project'], part)),
  /** Tests that compare with PyTorch, in a Python that has it. */
  pytorch: async (part) => runMocha(filesOf(['pytorch'], part), { PYTHON: await findTorch() }),
  /** Tests inside the extension host of a real VS Code. */
  host: async (part) => {
    const result = await runHostTests({ env: { UNROLL_TEST_PART: part } });
    printResult(result);
    return result;
  },
  /** Tests that act as a user of a real VS Code. */
  browser: async (part) => {
    await installVSCode();
    return runTwice(filesOf(['browser'], part), { CHROME_PATH: await findChromium() });
  },
};

async function main(): Promise<void> {
  const [wanted, part = ''] = process.argv.slice(2);
  if (wanted && !(wanted in stages)) {
    throw new Trouble(`There is no stage ${wanted}; there are ${Object.keys(stages).join(', ')}.`);
  }
  const results: Result[] = [];
  const times: StageTime[] = [];
  try {
    for (const [name, run] of Object.entries(stages)) {
      if (!wanted || wanted === name) {
        say(`\n=== ${name} ===`);
        const stage = async () => sound(name, await run(part));
        const passed = ({ failures }: Result) => failures.length === 0;
        results.push(await timed(name, stage, passed, (time) => times.push(time)));
      }
    }
  } finally {
    say('');
    sayTimes(times);
  }
  const passed = results.reduce((sum, { passes }) => sum + passes.length, 0);
  const failures = results.flatMap((result) => result.failures);
  for (const { title } of failures) {
    say(`failed: ${title}`);
  }
  say('');
  say(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** A stage without any test is a failure. */
function sound(name: string, result: Result): Result {
  return result.passes.length + result.failures.length > 0
    ? result
    : failed(`${name} tests`, 'this stage has run no test');
}

/** Returns the compiled test files of some folders. */
function filesOf(folders: readonly string[], part: string): readonly string[] {
  const files = folders.flatMap((folder) => {
    const inside = path.join(compiled, folder);
    return readdirSync(inside, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.js') && file.split(path.sep).join('/').includes(part))
      .sort()
      .map((file) => path.join(inside, file));
  });
  if (files.length === 0) {
    const names = folders.map((folder) => `test/${folder}`).join(' or ');
    throw new Trouble(`No file of ${names} has ${part || '.test.ts'} in its name.`);
  }
  return files;
}

/** Runs test files, and once more those that fail if they are few. @returns the last result of each */
async function runTwice(files: readonly string[], env: Readonly<Record<string, string>>): Promise<Result> {
  const first = await runMocha(files, env);
  const again = new Set(first.failures.flatMap(({ file }) => (file === undefined ? [] : [file])));
  if (again.size === 0 || again.size > mostAgain || first.failures.some(({ file }) => file === undefined)) {
    return first;
  }
  say(`\n=== a second time: ${[...again].map((file) => path.relative(compiled, file)).join(', ')} ===`);
  const second = await runMocha([...again], env);
  for (const { title, message } of first.failures) {
    if (second.passes.includes(title)) {
      say(`passed only the second time: ${title}\n  the first time: ${message}`);
    }
  }
  return {
    passes: [...new Set([...first.passes, ...second.passes])],
    failures: second.failures,
  };
}

/** Runs compiled test files in a separate process. */
async function runMocha(
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const results = temporaryFolder('result');
  const file = path.join(results, 'result.json');
  try {
    const code = await runNode([path.join(compiled, 'mocha.js'), ...files], {
      ...process.env,
      ...env,
      [resultVariable]: file,
    });
    return readResult(file) ?? failed('tests', `they ended early with ${code}`);
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/** @returns the exit code or signal */
function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000 * minutesPerStage);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve(signal ?? `code ${code}`);
    });
  });
}

runMain(main);
