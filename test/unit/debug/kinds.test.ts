/** The debugger of every kind of data, shape and cell: where it stands, and what it can show. */
import assert from 'node:assert/strict';
import { executeRun } from '../../../src/run/training/execute';
import { Workspace } from '../run/workspace';
import { type Connected, connect } from './client';

const training = { epochs: 1, seed: 2 };
const names = Array.from(
  { length: 40 },
  (_, i) => 'Ada Grace Barbara Jo'.split(' ')[i % 4] + 'a'.repeat(i % 5),
);

describe('the debugger of other data', function () {
  this.timeout(30_000);
  const workspace = new Workspace();
  let connected: Connected;
  let made = 0;
  before(() => {
    const rows = Array.from({ length: 80 }, (_, t) => `${Math.sin(t / 5)},${Math.cos(t / 3)}`);
    workspace.write('waves.csv', `a,b\n${rows.join('\n')}\n`);
    workspace.write('names.txt', `${names.join('\n')}\n`);
  });
  after(() => workspace.remove());
  afterEach(() => connected?.close());

  async function debug(config: object): Promise<void> {
    const text = JSON.stringify({ ...config, training });
    const file = workspace.write(`k${made++}.unroll.json`, text);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const { run, error } = await executeRun(
      { request: 'train', config: file, text, cancel: new SharedArrayBuffer(8) },
      quiet,
    );
    assert.ok(run, error);
    connected = await connect([workspace.folder]);
    const { client } = connected;
    const configured = client.waitForEvent('initialized').then(() => client.configurationDoneRequest());
    const launch = { config: file, sequence: 0 };
    const stopped = client.waitForEvent('stopped');
    await client.initializeRequest();
    await Promise.all([configured, client.launchRequest({ ...launch, noDebug: false }), stopped]);
  }
  const stack = async () =>
    (await connected.client.stackTraceRequest({ threadId: 1, startFrame: 0, levels: 100 })).body;
  const move = async (how: 'next' | 'stepIn' | 'continue') => {
    const stopped = connected.client.waitForEvent('stopped');
    await connected.client[`${how}Request`]({ threadId: 1 });
    await stopped;
  };
  const evaluate = async (expression: string) => {
    const { stackFrames } = await stack();
    return (await connected.client.evaluateRequest({ expression, frameId: stackFrames[0].id })).body.result;
  };

  it('stands in a list of the steps, for a generated task', async () => {
    await debug({
      data: { generate: 'adding', length: 10, count: 60 },
      model: { cell: 'lstm', hiddenSize: 5 },
    });
    await move('next');
    const [{ source, line }] = (await stack()).stackFrames;
    assert.ok(source?.sourceReference && !source.path);
    const { content } = (await connected.client.sourceRequest({ sourceReference: source.sourceReference }))
      .body;
    const lines = content.trimEnd().split('\n');
    assert.equal(lines.length, 11);
    assert.match(lines[0], /^step {2}value +marker {2}target sum$/);
    assert.match(lines[line - 1], /^1 /);
    const [, value] = lines[line - 1].split(/ +/);
    assert.ok(Math.abs(Number(value) - Number(await evaluate('x[0]'))) < 1e-5);
    const { body } = await connected.client.setBreakpointsRequest({ source, breakpoints: [{ line: 8 }] });
    assert.equal(body.breakpoints[0].verified, true);
    await move('continue');
    assert.equal((await stack()).stackFrames[0].line, 8);
  });

  it('stands on the character that is read, of a text', async () => {
    await debug({
      data: { file: 'names.txt', sequences: 'line', validation: 0.2 },
      task: { shape: 'many-to-many' },
      model: { cell: 'gru', hiddenSize: 6 },
    });
    const first = (await stack()).stackFrames[0];
    await move('next');
    await move('next');
    const { stackFrames } = await stack();
    const [{ line, column, name }] = stackFrames;
    assert.equal(line, first.line);
    const read = names[line - 1][column - 1];
    assert.ok(name.includes(read), `${name} at "${read}"`);
    const { scopes } = (await connected.client.scopesRequest({ frameId: stackFrames[0].id })).body;
    const output = scopes.find((scope) => scope.name === 'Output');
    assert.ok(output);
    const { variables } = (
      await connected.client.variablesRequest({ variablesReference: output.variablesReference })
    ).body;
    assert.match(variables[0].name, /^1\. "/);
    assert.ok(variables.some((each) => each.name === 'target is'));
    const done: string[] = [];
    for (let i = 0; i < 7; i++) {
      await move('stepIn');
      done.push(/ · ([^ ]+) = /.exec((await stack()).stackFrames[0].name)?.[1] ?? '');
    }
    assert.deepEqual(done, ['z_r', 'r', 'z_z', 'z', 'z_n', 'n', 'h']);
  });

  it('goes through the layers of a step, both directions, in their order', async () => {
    await debug({
      data: { generate: 'adding', length: 6, count: 40 },
      model: { cell: 'rnn', hiddenSize: 4, layers: 2, bidirectional: true },
    });
    const seen: string[] = [];
    for (let i = 0; i < 8; i++) {
      await move('stepIn');
      seen.push(/ · (\w+): \w+ =/.exec((await stack()).stackFrames[0].name)?.[1] ?? '');
    }
    assert.deepEqual(
      seen,
      ['l0', 'l0_reverse', 'l1', 'l1_reverse'].flatMap((layer) => [layer, layer]),
    );
    assert.match(await evaluate('l1_reverse.h'), /^\[4\]/);
  });

  it('goes on from an encoder into its decoder', async () => {
    await debug({
      data: { file: 'waves.csv', inputs: ['a', 'b'], targets: ['a'], window: 6, horizon: 4, validation: 0.3 },
      task: { shape: 'encoder-decoder' },
      model: { cell: 'lstm', hiddenSize: 5 },
    });
    await move('continue');
    const { stackFrames, totalFrames } = await stack();
    assert.equal(totalFrames, 6 + 4);
    assert.match(stackFrames[0].name, new RegExp(`^t = ${(totalFrames ?? 0) - 1}`));
    assert.match(await evaluate('h'), /^\[5\]/);
    assert.equal(await evaluate('norm(h - decoder.l0.h)'), '0');
    const [{ id: frameId }] = stackFrames;
    const told = connected.client.waitForEvent('unroll.whatIf');
    await connected.client.customRequest('setExpression', { expression: 'h[2]', value: '0.5', frameId });
    assert.equal(await evaluate('h[2]'), '0.5');
    const [change] = (await told).body.whatIf.changes;
    assert.match(change.words, /^decoder\.l0\.h\[2\] at t = 9: 0\.5 \(was /);
  });
});
