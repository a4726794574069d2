/** The arguments of a debug session, over the protocol: an error in them is shown in one line. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Harness, train, waveRows, writeWaves } from './harness';

const config = {
  data: { file: 'waves.csv', targets: ['a'], window: 12, validation: 0.4 },
  model: { cell: 'gru', hiddenSize: 6 },
  training: { epochs: 1, seed: 3 },
};

describe('the arguments of a debug session', function () {
  this.timeout(30_000);
  const harness = new Harness();
  const { workspace } = harness;
  let data: string;
  let configFile: string;
  let run: string;

  before(async () => {
    data = writeWaves(workspace, waveRows(90));
    ({ config: configFile, run } = await train(workspace, 'waves', config));
  });
  beforeEach(() => harness.client.initializeRequest());

  /** The message of a refused launch, which ends the session. */
  async function refusal(launch: object): Promise<string> {
    const { client } = harness;
    const ended = client.waitForEvent('terminated');
    const why = await client.launchRequest({ noDebug: false, ...{ config: configFile }, ...launch }).then(
      () => assert.fail('it was launched'),
      (error: Error) => error.message,
    );
    await ended;
    return why;
  }

  /** The value of an expression at the first stop. */
  async function atFirst(expression: string, launch: object): Promise<string> {
    await harness.launch(launch);
    return harness.evaluate(expression);
  }
  async function again(): Promise<void> {
    await harness.reconnect();
    await harness.client.initializeRequest();
  }

  it('debug a config that was never trained with the weights of a file, on the current data', async () => {
    const checkpoint = path.join(run, 'checkpoint.safetensors');
    const fresh = workspace.write('fresh.unroll.json', config);
    const trained = await atFirst('norm(h@5)', { config: configFile });
    await again();
    assert.equal(await atFirst('norm(h@5)', { config: fresh, checkpoint }), trained);
    await again();
    // It is another sequence of the same file, because no run records what it was trained on.
    const other = workspace.write('fresh.unroll.json', { ...config, data: { ...config.data, window: 30 } });
    assert.equal(await atFirst('t@20', { config: other, checkpoint }), '20');
    await again();
    const large = { ...config, model: { cell: 'gru', hiddenSize: 7 } };
    assert.match(
      await refusal({ config: workspace.write('fresh.unroll.json', large), checkpoint }),
      /checkpoint\.safetensors: .*\[\d+/,
    );
  });

  it('debug the weights of an older run with that run’s model', async () => {
    const first = path.join(workspace.folder, '.unroll', 'older', '20200101-000000-aaaa');
    const small = { ...config, model: { cell: 'rnn', hiddenSize: 3 } };
    renameSync((await train(workspace, 'older', small)).run, first);
    const { config: old } = await train(workspace, 'older', config);
    const checkpoint = path.join(first, 'checkpoint.safetensors');
    assert.equal(await atFirst('length(h)', { config: old, checkpoint }), '3');
    await again();
    assert.equal(await atFirst('length(h)', { config: old }), '6');
  });

  it('are refused where the data was changed, unless that is accepted', async () => {
    const text = readFileSync(data, 'utf8');
    try {
      writeFileSync(data, `${text}1,1\n`);
      const event = harness.client.waitForEvent('unroll.dataChanged');
      assert.match(await refusal({}), /is not what it was when this run began/);
      await event;
      await again();
      assert.equal(await atFirst('t', { config: configFile, acceptChangedData: true }), '0');
    } finally {
      writeFileSync(data, text);
    }
  });

  const mistakes: readonly (readonly [what: string, launch: () => object, why: RegExp])[] = [
    ['a config that is no path', () => ({ config: 42 }), /"config" is 42; valid: the path of a \*\.unroll/],
    ['an empty config', () => ({ config: '' }), /"config" is ""; valid: the path/],
    ['no config', () => ({ config: undefined }), /"config" is missing; valid: the path/],
    ['a run that is no path', () => ({ run: ['a'] }), /"run" is \["a"\]; valid: a path/],
    ['a checkpoint that is no path', () => ({ checkpoint: 300 }), /"checkpoint" is 300; valid: a path/],
    [
      'a set that there is not',
      () => ({ set: 'test' }),
      /"set" is "test"; valid: "training" or "validation"/,
    ],
    ['a number in quotes', () => ({ sequence: '1' }), /"sequence" is "1"; valid: a whole number from 0/],
    ['a line before the first', () => ({ line: -1 }), /"line" is -1; valid: a whole number from 0/],
    ['a word for yes', () => ({ stopOnEntry: 'yes' }), /"stopOnEntry" is "yes"; valid: true or false/],
    [
      'a config that is not there',
      () => ({ config: workspace.path('wavs.unroll.json') }),
      /cannot read the config .*wavs\.unroll\.json: there is no such file; did you mean "waves\.unroll\.json"\?/,
    ],
    [
      'a config that does not parse',
      () => ({ config: workspace.write('torn.unroll.json', '{\n  "data": { "file": "waves.csv" ') }),
      /^torn\.unroll\.json: line 2, column \d+: close brace expected/,
    ],
    [
      'a config with a wrong key',
      () => ({ config: workspace.write('wrong.unroll.json', { ...config, modle: {} }) }),
      /^wrong\.unroll\.json: line 1, column \d+: .*modle.*did you mean "model"/,
    ],
    [
      'a config without a run',
      () => ({ config: workspace.write('new.unroll.json', config) }),
      /^There is no run of new yet: train it first/,
    ],
    [
      'a run that is not there',
      () => ({ run: path.join(path.dirname(run), '20200101-000000-abcd') }),
      /20200101-000000-abcd is not the folder of a run: config\.json: there is no such file$/,
    ],
    [
      'a folder that is no run',
      () => {
        mkdirSync(workspace.path('empty'), { recursive: true });
        return { run: workspace.path('empty') };
      },
      /empty is not the folder of a run: config\.json: there is no such file$/,
    ],
    [
      'weights that are not there',
      () => ({ checkpoint: path.join(run, 'weights', '1234567.safetensors') }),
      /^cannot read the checkpoint .*1234567\.safetensors: there is no such file/,
    ],
    ['weights that are no such file', () => ({ checkpoint: workspace.path('waves.csv') }), /waves\.csv: /],
    [
      'a sequence that there is not',
      () => ({ sequence: 5000 }),
      /^There is no sequence 5000; the validation set has 0 to \d+\.$/,
    ],
    ['the line of the header', () => ({ line: 0 }), /^Line 1 is a part of no sequence of this run: /],
  ];
  for (const [what, launch, why] of mistakes) {
    it(`have a clear error: ${what}`, async () => {
      const message = await refusal(launch());
      assert.match(message, why);
      assert.ok(!message.includes('\n'), message);
    });
  }
});
