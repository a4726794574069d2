/**
 * Makes runs to debug, and a client that speaks the protocol with a session over a socket, as an editor does.
 */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openDebuggee } from '../../../src/debug/openDebuggee';
import { UnrollSession } from '../../../src/debug/session';
import { executeRun } from '../../../src/run/training/execute';
import { Workspace } from '../run/workspace';

type Move = 'next' | 'stepBack' | 'stepIn' | 'stepOut' | 'continue' | 'reverseContinue';

/** Two columns, `a` about 20 and `b` about 0. */
export function waveRows(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, t) => `${(20 + 5 * Math.sin(t / 5)).toFixed(3)},${Math.cos(t / 3).toFixed(4)}`,
  );
}

/** @returns the path of the data file */
export function writeWaves(workspace: Workspace, rows: readonly string[]): string {
  return workspace.write('waves.csv', `a,b\n${rows.join('\n')}\n`);
}

/** Trains a config under a name. @returns the path of the config and the folder of the run */
export async function train(
  workspace: Workspace,
  name: string,
  config: object,
): Promise<{ readonly config: string; readonly run: string }> {
  const text = JSON.stringify(config);
  const file = workspace.write(`${name}.unroll.json`, text);
  const quiet = { say: () => undefined, pulse: () => undefined };
  const request = { request: 'train', config: file, text, cancel: new SharedArrayBuffer(8) } as const;
  const { run, error } = await executeRun(request, quiet);
  assert.ok(run, error);
  return { config: file, run };
}

/** A workspace for a suite, with a client for each of its tests that is connected to a new session. */
export class Harness {
  readonly workspace = new Workspace();
  private connected: { readonly client: DebugClient; readonly server: Server } | undefined;

  /** Adds the hooks to the current suite. */
  constructor() {
    beforeEach(() => this.connect());
    afterEach(() => this.disconnect());
    after(() => this.workspace.remove());
  }

  get client(): DebugClient {
    assert.ok(this.connected, 'no client is connected');
    return this.connected.client;
  }

  /** Connects to a new session, for a second launch in one test. */
  async reconnect(): Promise<void> {
    await this.disconnect();
    await this.connect();
  }

  /** Launches after an initialize and waits for the first stop. @param configure sends breakpoints */
  async begin(launch: object, configure?: () => Promise<unknown>): Promise<void> {
    await this.client.initializeRequest();
    await this.launch(launch, configure);
  }

  /** Launches and waits for the first stop. */
  async launch(launch: object, configure: () => Promise<unknown> = async () => undefined): Promise<void> {
    const { client } = this;
    const configured = client
      .waitForEvent('initialized')
      .then(configure)
      .then(() => client.configurationDoneRequest());
    const stopped = this.stopped();
    const launched = client.launchRequest({ noDebug: false, ...launch });
    await Promise.race([launched, stopped]); // a refused launch never stops
    await Promise.all([configured, launched, stopped]);
  }

  async stopped(): Promise<DebugProtocol.StoppedEvent['body']> {
    return (await this.client.waitForEvent('stopped')).body;
  }

  /** Moves a thread and waits for its next stop. */
  async step(how: Move, threadId = 1): Promise<DebugProtocol.StoppedEvent['body']> {
    const stopped = this.stopped();
    await this.client[`${how}Request`]({ threadId });
    return stopped;
  }

  async steps(count: number, how: Move): Promise<void> {
    for (let i = 0; i < count; i++) {
      await this.step(how);
    }
  }

  async stack(threadId = 1, startFrame = 0, levels = 100): Promise<DebugProtocol.StackTraceResponse['body']> {
    return (await this.client.stackTraceRequest({ threadId, startFrame, levels })).body;
  }

  async top(threadId = 1): Promise<DebugProtocol.StackFrame> {
    return (await this.stack(threadId, 0, 1)).stackFrames[0];
  }

  /** The text of a value at a frame; without a frame, at the current position of the forward pass. */
  async evaluate(expression: string, frameId?: number): Promise<string> {
    return (await this.client.evaluateRequest({ expression, frameId })).body.result;
  }

  /** The variables of a scope. */
  async scope(name: string, frameId: number): Promise<readonly DebugProtocol.Variable[]> {
    const { scopes } = (await this.client.scopesRequest({ frameId })).body;
    const found = scopes.find((each) => each.name === name);
    assert.ok(found, `${name} of ${scopes.map((each) => each.name).join()}`);
    const { variablesReference } = found;
    return (await this.client.variablesRequest({ variablesReference })).body.variables;
  }

  private async connect(): Promise<void> {
    const roots = [this.workspace.folder];
    const server = createServer((socket) => {
      const session = new UnrollSession((launch, progress) => openDebuggee(launch, roots, progress));
      session.setRunAsServer(true);
      session.start(socket, socket);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object', 'the server has no port');
    const client = new DebugClient('node', '', 'unroll');
    await client.start(address.port);
    this.connected = { client, server };
  }

  private async disconnect(): Promise<void> {
    const { connected } = this;
    if (connected) {
      this.connected = undefined;
      await connected.client.stop();
      await new Promise((done) => connected.server.close(done));
    }
  }
}
