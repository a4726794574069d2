/** The debugger with every kind of data, shape and cell: its position, and the values that it shows. */
import assert from 'node:assert/strict';
import { Harness, train, waveRows, writeWaves } from '../unit/debug/harness';

const training = { epochs: 1, seed: 2 };
const names = Array.from(
  { length: 40 },
  (_, i) => 'Ada Grace Barbara Jo'.split(' ')[i % 4] + 'a'.repeat(i % 5),
);

describe('the debugger of other data', function () {
  this.timeout(30_000);
  const harness = new Harness();
  const { workspace } = harness;
  let made = 0;
  before(() => {
    writeWaves(workspace, waveRows(80));
    workspace.write('names.txt', `${names.join('\n')}\n`);
  });

  async function debug(config: object): Promise<void> {
    const { config: file } = await train(workspace, `k${made++}`, { ...config, training });
    await harness.begin({ config: file, sequence: 0 });
  }
  const evaluate = async (expression: string) => harness.evaluate(expression, (await harness.top()).id);

  it('is in a list of the steps, for a generated task', async () => {
    await debug({
      data: { generate: 'adding', length: 10, count: 60 },
      model: { cell: 'lstm', hiddenSize: 5 },
    });
    await harness.step('next');
    const [{ source, line }] = (await harness.stack()).stackFrames;
    assert.ok(source?.sourceReference && !source.path);
    const { content } = (await harness.client.sourceRequest({ sourceReference: source.sourceReference }))
      .body;
    const lines = content.trimEnd().split('\n');
    assert.equal(lines.length, 11);
    assert.match(lines[0], /^step {2}value +marker {2}target sum$/);
    assert.match(lines[line - 1], /^1 /);
    const [, value] = lines[line - 1].split(/ +/);
    assert.ok(Math.abs(Number(value) - Number(await evaluate('x[0]'))) < 1e-5);
    const { body } = await harness.client.setBreakpointsRequest({ source, breakpoints: [{ line: 8 }] });
    assert.equal(body.breakpoints[0].verified, true);
    await harness.step('continue');
    assert.equal((await harness.stack()).stackFrames[0].line, 8);
  });

  it('is on the character that is read, of a text', async () => {
    await debug({
      data: { file: 'names.txt', sequences: 'line', validation: 0.2 },
      task: { shape: 'many-to-many' },
      model: { cell: 'gru', hiddenSize: 6 },
    });
    const first = (await harness.stack()).stackFrames[0];
    await harness.step('next');
    await harness.step('next');
    const { stackFrames } = await harness.stack();
    const [{ line, column, name }] = stackFrames;
    assert.equal(line, first.line);
    const read = names[line - 1][column - 1];
    assert.ok(name.includes(read), `${name} at "${read}"`);
    const { scopes } = (await harness.client.scopesRequest({ frameId: stackFrames[0].id })).body;
    const output = scopes.find((scope) => scope.name === 'Output');
    assert.ok(output);
    const { variables } = (
      await harness.client.variablesRequest({ variablesReference: output.variablesReference })
    ).body;
    assert.match(variables[0].name, /^1\. "/);
    assert.ok(variables.some((each) => each.name === 'target is'));
    const done: string[] = [];
    for (let i = 0; i < 7; i++) {
      await harness.step('stepIn');
      done.push(/ · ([^ ]+) = /.exec((await harness.stack()).stackFrames[0].name)?.[1] ?? '');
    }
    assert.deepEqual(done, ['z_r', 'r', 'z_z', 'z', 'z_n', 'n', 'h']);
  });

  it('passes through the layers of a step, both directions, in their order', async () => {
    await debug({
      data: { generate: 'adding', length: 6, count: 40 },
      model: { cell: 'rnn', hiddenSize: 4, layers: 2, bidirectional: true },
    });
    const seen: string[] = [];
    for (let i = 0; i < 8; i++) {
      await harness.step('stepIn');
      seen.push(/ · (\w+): \w+ =/.exec((await harness.stack()).stackFrames[0].name)?.[1] ?? '');
    }
    assert.deepEqual(
      seen,
      ['l0', 'l0_reverse', 'l1', 'l1_reverse'].flatMap((layer) => [layer, layer]),
    );
    assert.match(await evaluate('l1_reverse.h'), /^\[4\]/);
  });

  it('continues from an encoder into its decoder', async () => {
    await debug({
      data: { file: 'waves.csv', inputs: ['a', 'b'], targets: ['a'], window: 6, horizon: 4, validation: 0.3 },
      task: { shape: 'encoder-decoder' },
      model: { cell: 'lstm', hiddenSize: 5 },
    });
    await harness.step('continue');
    const { stackFrames, totalFrames } = await harness.stack();
    assert.equal(totalFrames, 6 + 4);
    assert.match(stackFrames[0].name, new RegExp(`^t = ${(totalFrames ?? 0) - 1}`));
    assert.match(await evaluate('h'), /^\[5\]/);
    assert.equal(await evaluate('norm(h - decoder.l0.h)'), '0');
    const [{ id: frameId }] = stackFrames;
    const sent = harness.client.waitForEvent('unroll.whatIf');
    await harness.client.customRequest('setExpression', { expression: 'h[2]', value: '0.5', frameId });
    assert.equal(await evaluate('h[2]'), '0.5');
    const [change] = (await sent).body.whatIf.changes;
    assert.match(change.words, /^decoder\.l0\.h\[2\] at t = 9: 0\.5 \(was /);
  });
});
