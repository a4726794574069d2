/**
 * Measures the debugger on a long sequence: the time from the launch to the first stop, compared with a
 * forward pass of the sequence alone, and the time of a step with all requests that an editor sends after it.
 * The debugger's thread is the same one that the extension starts.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ThreadData } from '../src/debug/thread';
import { measurement } from '../src/notation/numbers';
import { readTensorFile } from '../src/run/files/tensorFile';
import { observe } from '../src/run/questions/observation';
import { executeRun } from '../src/run/training/execute';
import { aligned } from '../src/speed/lines';
import { type Quartiles, quartiles } from '../src/speed/rounds';
import { root, temporaryFolder } from '../test/vscode/folders';
import { type Outcome, outcomeNow, troubleOf } from './outcome';

export interface DebuggerNumbers {
  readonly size: { readonly units: number; readonly steps: number };
  /**
   * Milliseconds of a forward pass, and of the launch up to the first stop, which includes reading the data
   * and starting the thread.
   */
  readonly forward: Quartiles;
  readonly launch: Quartiles;
  /**
   * Time of a step over with the call stack, the scopes and their variables: median and 95th percentile, at
   * the beginning and at the end of the sequence.
   */
  readonly steps: { readonly first: readonly [number, number]; readonly last: readonly [number, number] };
  /** Additional memory of the process with a session. */
  readonly megabytes: number;
}

const size = { units: 128, steps: 10_000 };
const rounds = 5;
const stepsMeasured = 200;

export async function measureDebugger(): Promise<Outcome<DebuggerNumbers>> {
  const folder = temporaryFolder('debugger');
  try {
    const config = writeWave(folder);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const cancel = new SharedArrayBuffer(8);
    const { run } = await executeRun(
      { request: 'train', config: config.file, text: config.text, cancel },
      quiet,
    );
    if (run === null) {
      throw new Error('the model could not be trained');
    }
    const forward = await forwardTimes(run, config.file);
    const launches: number[] = [];
    const before = process.memoryUsage().rss;
    for (let round = 1; round < rounds; round++) {
      const session = new Session(folder);
      launches.push(await session.begin(config.file));
      await session.end();
    }
    const session = new Session(folder);
    launches.push(await session.begin(config.file));
    const megabytes = (process.memoryUsage().rss - before) / 1e6;
    const first = await session.stepTimes();
    await session.go(size.steps - stepsMeasured - 1);
    const last = await session.stepTimes();
    await session.end();
    return outcomeNow({ size, forward, launch: quartiles(launches), steps: { first, last }, megabytes }, []);
  } catch (error) {
    return outcomeNow<DebuggerNumbers>(undefined, [troubleOf(error)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A wave with one step more than a sequence. */
function writeWave(folder: string): { readonly file: string; readonly text: string } {
  const wave = (t: number) => Math.sin(t / 50) + 0.5 * Math.sin(t / 311);
  const rows = Array.from({ length: size.steps + 1 }, (_, t) => `${wave(t)},${wave(t + 1)}`);
  writeFileSync(path.join(folder, 'wave.csv'), ['x,next', ...rows, ''].join('\n'));
  const text = JSON.stringify({
    data: { file: 'wave.csv', inputs: ['x'], targets: ['next'], window: size.steps, validation: 0 },
    task: { shape: 'many-to-many' },
    model: { cell: 'lstm', hiddenSize: size.units },
    training: { epochs: 1, batchSize: 1 },
  });
  const file = path.join(folder, 'wave.unroll.json');
  writeFileSync(file, text);
  return { file, text };
}

async function forwardTimes(run: string, config: string): Promise<Quartiles> {
  const { observer } = await observe({ folder: run, config, roots: [path.dirname(config)] }, () => undefined);
  observer.take(await readTensorFile(path.join(run, 'checkpoint.safetensors'), 'checkpoint'));
  observer.loss('training', 0);
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    observer.loss('training', 0);
    return performance.now() - start;
  });
  return quartiles(times);
}

/** A client of the debugger's thread. */
class Session {
  private readonly thread: Worker;
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>();
  private readonly events = new Map<string, () => void>();
  private seq = 1;

  constructor(folder: string) {
    const { port2: values } = new MessageChannel();
    const data: ThreadData = { roots: [folder], values, cancel: new SharedArrayBuffer(4) };
    const file = path.join(root, 'dist', 'debugger.js');
    this.thread = new Worker(file, { workerData: data, transferList: [values] });
    this.thread.on('message', (message: DebugProtocol.Response & DebugProtocol.Event) => {
      if (message.type === 'response') {
        this.answers.get(message.request_seq)?.(message);
      } else {
        this.events.get(message.event)?.();
      }
    });
  }

  async request<Body>(command: string, args: object): Promise<Body> {
    const seq = this.seq++;
    const answer = new Promise<DebugProtocol.Response>((done) => this.answers.set(seq, done));
    this.thread.postMessage({ seq, type: 'request', command, arguments: args });
    const response = await answer;
    if (!response.success) {
      throw new Error(response.message);
    }
    return response.body;
  }

  /** @returns milliseconds until the thread has stopped */
  async begin(config: string): Promise<number> {
    const start = performance.now();
    await this.request('initialize', { adapterID: 'unroll', pathFormat: 'path' });
    const initialized = this.event('initialized').then(() => this.request('configurationDone', {}));
    const stopped = this.event('stopped');
    await Promise.all([this.request('launch', { config }), initialized, stopped]);
    return performance.now() - start;
  }

  async go(step: number): Promise<void> {
    await Promise.all([this.event('stopped'), this.request('goto', { threadId: 1, targetId: step })]);
  }

  /** Median and 95th percentile, in milliseconds. */
  async stepTimes(): Promise<readonly [number, number]> {
    const times: number[] = [];
    for (let step = 0; step < stepsMeasured; step++) {
      const start = performance.now();
      await Promise.all([this.event('stopped'), this.request('next', { threadId: 1 })]);
      const { stackFrames } = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
        threadId: 1,
        startFrame: 0,
        levels: 20,
      });
      const { scopes } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', {
        frameId: stackFrames[0].id,
      });
      // An editor expands every scope that is not expensive.
      for (const { variablesReference } of scopes.filter(({ expensive }) => !expensive)) {
        await this.request('variables', { variablesReference });
      }
      times.push(performance.now() - start);
    }
    const sorted = times.toSorted((a, b) => a - b);
    return [sorted[Math.floor(0.5 * sorted.length)], sorted[Math.floor(0.95 * sorted.length)]];
  }

  async end(): Promise<void> {
    await this.thread.terminate();
  }

  private event(name: string): Promise<void> {
    return new Promise((done) => this.events.set(name, done));
  }
}

export function debuggerTable({ size: of, forward, launch, steps, megabytes }: DebuggerNumbers): string {
  const times = ({ median, lower, upper }: Quartiles) => [
    measurement(median),
    `${measurement(lower)} to ${measurement(upper)}`,
  ];
  return [
    `An LSTM of ${of.units} units over ${of.steps} steps. Milliseconds.`,
    ...aligned([
      ['', 'median', 'quartiles'],
      ['forward pass alone', ...times(forward)],
      ['launch to first stop', ...times(launch)],
    ]),
    ...aligned([
      ['step, with stack, scopes and variables', 'median', '95 %'],
      ['at the beginning', ...steps.first.map(measurement)],
      ['at the end', ...steps.last.map(measurement)],
    ]),
    `A session takes ${measurement(megabytes)} MB.`,
  ].join('\n');
}
