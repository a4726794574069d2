/** Runs a command to its end without showing its output, which becomes part of the error if it fails. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly shell?: boolean;
  /** Whether any exit code is accepted. */
  readonly mayFail?: boolean;
}

/** @returns its stdout */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, shell, mayFail = false }: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => errors.push(bytes));
    const kill = () => child.kill();
    process.once('exit', kill);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('exit', kill);
      const out = Buffer.concat(output).toString();
      if (code === 0 || (mayFail && code !== null)) {
        resolve(out);
      } else {
        const output = (Buffer.concat(errors).toString() || out).trim().slice(-4000);
        reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? `code ${code}`}: ${output}`));
      }
    });
  });
}

/** npm, even when it is not on the path: the one that runs this script. */
export function runNpm(args: readonly string[], options: CommandOptions): Promise<string> {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('npm-cli.js')
    ? runCommand(process.execPath, [npm, ...args], options)
    : runCommand('npm', args, options);
}
