/**
 * `npm run release`: checks whether the version in package.json can be released, checks and packages it, and
 * prints the command that tags it. It publishes nothing and tags nothing.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand, runNpm } from '../vscode/command';
import { root } from '../vscode/folders';
import { runMain, say, Trouble, working } from '../vscode/say';
import { releaseProblems, tagOf } from './releaseProblems';

async function main(): Promise<void> {
  const { name, version }: { name: string; version: string } = JSON.parse(read('package.json'));
  const problems = releaseProblems({
    version,
    changelog: read('CHANGELOG.md'),
    changes: await git('status', '--porcelain'),
    tags: (await git('tag', '--list')).split('\n'),
  });
  if (problems.length > 0) {
    throw new Trouble(problems.join('\n'));
  }
  await working('Checking types, lint and unused code', npm('check'));
  await working('Packaging', npm('package'));
  say(`${name}-${version}.vsix is ready. To tag this commit, run:`);
  say(`  git tag --annotate ${tagOf(version)} --message "Unroll ${version}"`);
}

/** Runs a script of package.json; its output is shown when it fails. */
async function npm(script: string): Promise<void> {
  try {
    await runNpm(['run', script], { cwd: root });
  } catch (error) {
    throw new Trouble(
      `npm run ${script} has failed; it has to pass before a release.\n${error instanceof Error ? error.message : error}`,
    );
  }
}

function git(...args: readonly string[]): Promise<string> {
  return runCommand('git', args, { cwd: root });
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

runMain(main);
