/** The progress that a client receives while a sequence is opened, and how a user cancels it. */
import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { cancelLaunch } from '../../../src/debug/launchProgress';
import type { ThreadData } from '../../../src/debug/thread';
import { root } from '../../vscode/folders';
import { Harness, train, writeWaves } from './harness';

const thread = path.join(root, 'dist', 'debugger.js');
const editor = { adapterID: 'unroll', pathFormat: 'path' };
const steps = 8000;
/** Twenty chunks of 256 kB each are read one after the other. */
const rows = 120_000;

describe('the progress of a launch', function () {
  this.timeout(30_000);
  const harness = new Harness();
  const { workspace } = harness;
  let config: string;
  let data: string;

  before(async () => {
    const lines = Array.from(
      { length: rows },
      (_, t) => `${Math.sin(t / 5).toFixed(15)},${Math.cos(t / 3).toFixed(15)}`,
    );
    data = writeWaves(workspace, lines);
    ({ config } = await train(workspace, 'waves', {
      data: { file: 'waves.csv', targets: ['a'], window: steps, stride: rows, validation: 0.4 },
      model: { cell: 'lstm', hiddenSize: 128 },
      training: { epochs: 1, seed: 3 },
    }));
  });

  const initialise = (supportsProgressReporting: boolean) =>
    harness.client.initializeRequest({ ...editor, supportsProgressReporting });
  /** The events of these names that arrive from now on, in their order. */
  function received(...names: readonly string[]): DebugProtocol.Event[] {
    const events: DebugProtocol.Event[] = [];
    for (const name of names) {
      harness.client.on(name, (event: DebugProtocol.Event) => events.push(event));
    }
    return events;
  }
  it('is sent in order, first of the file and then of the steps, and ends', async () => {
    const events = received('progressStart', 'progressUpdate', 'progressEnd', 'stopped');
    const { body } = await initialise(true);
    assert.equal(body?.supportsCancelRequest, true);
    await harness.launch({ config });
    const sent = events.map(({ event, body: { progressId } }) => `${event} ${progressId}`);
    const inOrder = sent.filter((text, i) => text !== sent[i - 1]);
    assert.deepEqual(
      inOrder.filter((text) => !text.startsWith('progressUpdate')),
      [
        'progressStart unroll.reading',
        'progressEnd unroll.reading',
        'progressStart unroll.computing',
        'progressEnd unroll.computing',
        'stopped undefined',
      ],
    );
    assert.ok(inOrder.includes('progressUpdate unroll.computing'), sent.join());
    for (const id of ['unroll.reading', 'unroll.computing']) {
      const shares = events
        .filter(({ event, body: { progressId } }) => progressId === id && event !== 'progressEnd')
        .map(({ body: { percentage } }) => Number(percentage));
      assert.deepEqual(
        shares,
        shares.toSorted((left, right) => left - right),
      );
      assert.ok(shares[0] < 20 && (shares.at(-1) ?? 101) <= 100, `${id}: ${shares}`);
    }
    const [start] = events;
    assert.equal(start.body.cancellable, true);
    assert.match(start.body.message, /^\d+\.\d of \d+\.\d MB$/);
  });

  it('is not sent to a client that does not show it', async () => {
    const events = received('progressStart', 'progressUpdate', 'progressEnd');
    await initialise(false);
    await harness.launch({ config });
    assert.deepEqual(events, []);
  });

  it('ends quietly where it is cancelled while the file is read', async () => {
    const { client } = harness;
    utimesSync(data, new Date(), new Date()); // data that this process read before is not reused
    const events = received('progressEnd', 'stopped', 'output');
    await initialise(true);
    const ended = client.waitForEvent('terminated');
    const cancelled = client
      .waitForEvent('progressStart')
      .then(({ body }) => client.customRequest('cancel', { progressId: body.progressId }));
    const launched = client.launchRequest({ noDebug: false, ...{ config } });
    await assert.rejects(launched, /was cancelled/);
    await Promise.all([cancelled, ended]);
    assert.deepEqual(
      events.map(({ event, body }) => [event, body.progressId]),
      [['progressEnd', 'unroll.reading']],
    );
  });

  it('ends quietly where it is cancelled while the thread is busy computing', async () => {
    const cancel = new SharedArrayBuffer(4);
    const { port2: values } = new MessageChannel();
    const workerData: ThreadData = { roots: [workspace.folder], values, cancel };
    const worker = new Worker(thread, { workerData, transferList: [values] });
    const messages: DebugProtocol.ProtocolMessage[] = [];
    const ended = new Promise<void>((done, fail) => {
      worker.on('error', fail);
      worker.on('message', (message) => {
        messages.push(message);
        if (message.event === 'progressStart' && message.body.progressId === 'unroll.computing') {
          cancelLaunch(cancel);
        }
        if (message.event === 'terminated' || message.event === 'stopped') {
          done();
        }
      });
    });
    const ask = (seq: number, command: string, args: object) =>
      worker.postMessage({ seq, type: 'request', command, arguments: args });
    ask(1, 'initialize', { ...editor, supportsProgressReporting: true });
    ask(2, 'launch', { config });
    await ended.finally(() => worker.terminate());
    const sent = JSON.stringify(messages.slice(-3));
    const [end, answer, last] = messages.slice(-3);
    assert.ok('event' in end && end.event === 'progressEnd', sent);
    assert.ok('success' in answer && answer.success === false, sent);
    assert.match(sent, /"showUser":false/);
    assert.ok('event' in last && last.event === 'terminated', sent);
  });
});
