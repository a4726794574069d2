/**
 * `npm start`: VS Code on `examples/` with Unroll loaded, training the weather example. It is a desktop VS
 * Code if there is one, else the one from npm in the browser, which only this machine reaches.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasDesktop, hasDisplay, openDesktop } from './desktop';
import { cache, examples, root } from './folders';
import { installVSCode } from './install';
import { runMain, say } from './say';
import { addressOf, startServer } from './server';

const config = path.join(examples, 'weather', 'weather.unroll.json');

async function main(): Promise<void> {
  if (await hasDesktop()) {
    const profile = path.join(cache, 'desktop');
    placeStarter(path.join(profile, 'extensions'));
    openDesktop(examples, profile);
    say('VS Code opens on examples/ with Unroll, and trains the weather example.');
    return;
  }
  const vscode = await installVSCode();
  const folder = path.join(cache, 'start');
  placeStarter(path.join(folder, 'extensions'));
  const server = await startServer(vscode, { folder });
  const address = addressOf(server, { workspace: examples, extension: root });
  say(`VS Code ${vscode.version} with Unroll, which trains the weather example when the page is open:\n`);
  say(`  ${address}\n`);
  say('Ctrl-C ends it.');
  openInBrowser(address);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.stop().then(() => process.exit(0));
    });
  }
}

/** Installs the extension that starts the training into a folder of extensions that only we use. */
function placeStarter(extensions: string): void {
  rmSync(extensions, { recursive: true, force: true }); // this includes the list of earlier installs
  const folder = path.join(extensions, 'unroll.starter-1.0.0');
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(root, 'dist', 'test', 'vscode', 'starter.js'), path.join(folder, 'starter.js'));
  writeFileSync(path.join(folder, 'train'), config);
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({
      name: 'starter',
      displayName: 'Unroll starter',
      description: 'Trains an example when VS Code has started.',
      publisher: 'unroll',
      version: '1.0.0',
      engines: { vscode: '^1.104.0' },
      main: './starter.js',
      activationEvents: ['onStartupFinished'],
      extensionKind: ['workspace'],
    }),
  );
}

/**
 * Opens the browser if there is a display and the user has not set BROWSER=none; the address is printed in
 * any case.
 */
function openInBrowser(address: string): void {
  if (!hasDisplay() || process.env.BROWSER === 'none' || process.env.CI) {
    return;
  }
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.once('error', () => say(`No browser could be opened with ${command}: open the address yourself.`));
  opener.unref();
}

runMain(main);
