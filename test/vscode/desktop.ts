/** The user's own desktop VS Code, started with a separate profile so that the user's stays unchanged. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command';
import { root } from './folders';
import { say } from './say';

const onWindows = process.platform === 'win32';
/** On Windows `code` is a batch file, which only a shell runs. */
const code = { command: 'code', shell: onWindows };

/**
 * Returns whether `code` on the path is a desktop VS Code that can show a window and is new enough for
 * Unroll.
 */
export async function hasDesktop(): Promise<boolean> {
  if (!hasDisplay() || process.getuid?.() === 0 || process.env.VSCODE_IPC_HOOK_CLI) {
    return false; // as root it does not start, and in a remote terminal `code` talks to the current window
  }
  let output: string;
  try {
    output = await runCommand(code.command, ['--version'], { shell: code.shell });
  } catch {
    return false; // there is no `code`
  }
  // The output has three lines: version, commit, architecture. The command line tool for tunnels prints "code
  // 1.x" instead.
  const [, version] = /^(\d+\.\d+\.\d+)\s/.exec(output) ?? [];
  if (version && isOlder(version, neededVersion())) {
    say(`The VS Code on the path is ${version}; Unroll needs ${neededVersion()} or later.`);
    return false;
  }
  return version !== undefined;
}

/** Opens a separate window on a workspace, with Unroll loaded from this folder. */
export function openDesktop(workspace: string, profile: string): void {
  const settings = path.join(profile, 'User', 'settings.json');
  if (!existsSync(settings)) {
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(
      settings,
      JSON.stringify(
        { 'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false },
        null,
        2,
      ),
    );
  }
  const args = [
    '--new-window',
    `--user-data-dir=${profile}`,
    `--extensions-dir=${path.join(profile, 'extensions')}`,
    `--extensionDevelopmentPath=${root}`,
    workspace,
  ];
  const quoted = code.shell ? args.map((each) => `"${each}"`) : args;
  spawn(code.command, quoted, { shell: code.shell, stdio: 'ignore', detached: true }).unref();
}

export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function neededVersion(): string {
  const manifest: { engines: { vscode: string } } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  return manifest.engines.vscode.replace('^', '');
}

function isOlder(version: string, needed: string): boolean {
  const numbers = (text: string) => text.split('.').map(Number);
  const [major, minor, patch] = numbers(version);
  const [majorNeeded, minorNeeded, patchNeeded] = numbers(needed);
  return (major - majorNeeded || minor - minorNeeded || patch - patchNeeded) < 0;
}
