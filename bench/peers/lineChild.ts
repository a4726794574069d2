/** A child process that answers each line of JSON on its stdin by one line of JSON on its stdout. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import readline from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as z from 'zod';

const stepSchema = z.object({ milliseconds: z.number(), loss: z.number() });
const failureSchema = z.object({ error: z.string() });

export class LineChild {
  private readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<unknown>;
  private errors = '';

  constructor(
    private readonly name: string,
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process = child;
    this.ended = new Promise((resolve) => child.once('close', resolve));
    child.once('error', (error) => this.keepError(error.message));
    child.stdin.on('error', (error) => this.keepError(error.message));
    child.stderr.on('data', (bytes: Buffer) => this.keepError(bytes.toString()));
    this.lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Sends a request, and returns the answer as `schema` reads it. */
  async ask<T>(request: object, schema: z.ZodType<T>): Promise<T> {
    const asked = JSON.stringify(request);
    this.process.stdin.write(`${asked}\n`);
    const { value, done } = await this.lines.next();
    if (done) {
      await this.ended;
      throw new Error(
        `${this.name} ended before it answered ${asked}: ${this.errors.trim() || 'it gave no reason'}`,
      );
    }
    const answer: unknown = JSON.parse(value);
    const failed = failureSchema.safeParse(answer);
    if (failed.success) {
      throw new Error(`${this.name} could not answer ${asked}: ${failed.data.error}`);
    }
    return schema.parse(answer);
  }

  step(): Promise<z.infer<typeof stepSchema>> {
    return this.ask({ do: 'step' }, stepSchema);
  }

  /** Closes the child's stdin, which ends the child. */
  async close(): Promise<void> {
    this.process.stdin.end();
    await this.ended;
  }

  /** Keeps the last lines of its stderr. */
  private keepError(text: string): void {
    this.errors = `${this.errors}${text}`.slice(-4000);
  }
}
