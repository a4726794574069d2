/** A separate VS Code server on 127.0.0.1, with its own settings and nothing of the user's. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runCommand } from './command';
import { temporaryFolder } from './folders';
import type { VSCode } from './install';

export interface ServerOptions {
  /** Settings that override those that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the server and of its extension hosts. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Folder of settings, extensions and logs; by default a temporary folder that is removed with the server.
   */
  readonly folder?: string;
  readonly port?: number;
}

export interface Server {
  readonly port: number;
  /** Token that gives access to everything the server's user can do. */
  readonly token: string;
  /** Folder of settings, extensions and logs. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The folder or workspace to open in the workbench. */
export interface Target {
  /** Absolute path. */
  readonly workspace: string;
  /** Folder of an extension to load from its sources. */
  readonly extension?: string;
  /** Compiled module with `run()` to call in the extension host. */
  readonly tests?: string;
}

const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
};
const secondsToStart = 60;

export async function startServer(vscode: VSCode, options: ServerOptions = {}): Promise<Server> {
  const folder = options.folder ?? temporaryFolder('server');
  const port = options.port ?? (await freePort());
  const token = randomBytes(16).toString('hex');
  writeSettings(folder, options.settings ?? {});
  const logFile = path.join(folder, 'server.log');
  const log = openSync(logFile, 'w');
  const server = spawn(vscode.node, [vscode.server, ...serverArguments(vscode, folder, port, token)], {
    stdio: ['ignore', log, log],
    env: { ...environment(folder), ...options.env },
  });
  closeSync(log);
  const kill = () => server.kill();
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => resolve());
  });
  const stop = async () => {
    server.kill();
    const giveUp = setTimeout(() => server.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(giveUp);
    process.off('exit', kill);
    if (!options.folder) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  const end = Date.now() + 1000 * secondsToStart;
  while (!(await answers(port))) {
    if (server.exitCode !== null || Date.now() > end) {
      const log = readFileSync(logFile, 'utf8').trim().slice(-2000);
      await stop();
      throw new Error(`The VS Code server did not start: ${log}`);
    }
    await wait(50);
  }
  return { port, token, folder, stop };
}

/** Installs a packaged extension into the folder of a server that is not running. */
export async function installExtension(vscode: VSCode, folder: string, vsix: string): Promise<void> {
  const args = ['--server-data-dir', folder, '--accept-server-license-terms', '--install-extension', vsix];
  await runCommand(vscode.node, [vscode.server, ...args], { env: environment(folder) });
}

/** Returns the page of a server with something opened in it. */
export function addressOf({ port, token }: Server, { workspace, extension, tests }: Target): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const query = new URLSearchParams({ tkn: token, folder: workspace, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

function serverArguments(vscode: VSCode, folder: string, port: number, token: string): string[] {
  return [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--connection-token',
    token,
    '--accept-server-license-terms',
    '--server-data-dir',
    folder,
    '--builtin-extensions-dir',
    vscode.extensions,
    '--telemetry-level',
    'off',
    '--disable-telemetry',
    '--disable-workspace-trust',
    '--disable-experiments',
    '--disable-getting-started-override',
    '--enable-smoke-test-driver', // without it the page's payload is not read
  ];
}

/**
 * Environment with nothing of the user's except the path. An empty gallery keeps the workbench from
 * requesting a marketplace.
 */
function environment(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', EXTENSIONS_GALLERY: '{}' };
}

function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): void {
  const file = path.join(folder, 'data', 'User', 'settings.json');
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ ...quiet, ...settings }, null, 2)}\n`);
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/version`)).ok;
  } catch {
    return false; // not up yet
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') {
    throw new Error('the system gave no port');
  }
  return address.port;
}
