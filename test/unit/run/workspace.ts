/** A folder with a config and its data, and the built command line to run in it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listRuns } from '../../../src/run/files/folder';
import { root } from '../../vscode/folders';

const dist = path.join(root, 'dist');
const commandLine = path.join(dist, 'cli.js');
export const workerFile = path.join(dist, 'worker.js');

export class Workspace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'unroll-test-'));

  /** @returns the absolute path */
  write(name: string, content: string | object): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** Folders of the runs of a config, the latest last. */
  runs(name: string): Promise<string[]> {
    return listRuns(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Outcome {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Control {
  kill(signal: NodeJS.Signals): void;
  /** Closes the pipe, as `head` does. */
  closeOutput(): void;
}

/**
 * Runs `unroll` to its end.
 * @param onLine receives each line of stdout, and may end the process
 */
export function unroll(
  folder: string,
  args: readonly string[],
  onLine: (line: string, control: Control) => void = () => undefined,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [commandLine, ...args], { cwd: folder });
    const control: Control = {
      kill: (signal) => child.kill(signal),
      closeOutput: () => child.stdout.destroy(),
    };
    let stdout = '';
    let stderr = '';
    let passedOn = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      for (let end = stdout.indexOf('\n', passedOn); end >= 0; end = stdout.indexOf('\n', passedOn)) {
        onLine(stdout.slice(passedOn, end), control);
        passedOn = end + 1;
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/**
 * The parts that must be the same in two runs of the same training: all except times, paths and processes.
 */
export function lastingContent(run: string): Record<string, string> {
  const content: Record<string, string> = {
    checkpoint: readFileSync(path.join(run, 'checkpoint.safetensors')).toString('base64'),
    config: readFileSync(path.join(run, 'config.json'), 'utf8'),
    metrics: readFileSync(path.join(run, 'metrics.jsonl'), 'utf8').replace(/"seconds":[^,}]*/g, ''),
  };
  const evaluation = path.join(run, 'evaluation.json');
  if (existsSync(evaluation)) {
    content.evaluation = readFileSync(evaluation, 'utf8');
  }
  for (const trace of readdirSync(path.join(run, 'traces')).sort()) {
    content[`traces/${trace}`] = readFileSync(path.join(run, 'traces', trace)).toString('base64');
  }
  return content;
}
