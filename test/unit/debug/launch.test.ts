/** What a debug session is started with, over the protocol: what is wrong with it is said in one line. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { executeRun } from '../../../src/run/training/execute';
import { Workspace } from '../run/workspace';
import { type Connected, connect } from './client';

const config = {
  data: { file: 'waves.csv', targets: ['a'], window: 12, validation: 0.4 },
  model: { cell: 'gru', hiddenSize: 6 },
  training: { epochs: 1, seed: 3 },
};

describe('what a debug session is started with', function () {
  this.timeout(30_000);
  const workspace = new Workspace();
  let connected: Connected;
  let configFile: string;
  let run: string;

  before(async () => {
    const rows = Array.from({ length: 90 }, (_, t) => `${Math.sin(t / 5)},${Math.cos(t / 3)}`);
    workspace.write('waves.csv', `a,b\n${rows.join('\n')}\n`);
    configFile = workspace.path('waves.unroll.json');
    run = await trained(configFile, config);
  });
  after(() => workspace.remove());
  beforeEach(async () => {
    connected = await connect([workspace.folder]);
    await connected.client.initializeRequest();
  });
  afterEach(() => connected.close());

  /** @returns the folder of the run */
  async function trained(file: string, what: object): Promise<string> {
    const text = JSON.stringify(what);
    workspace.write(path.basename(file), text);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const request = { request: 'train', config: file, text, cancel: new SharedArrayBuffer(8) } as const;
    const ended = await executeRun(request, quiet);
    assert.ok(ended.run, ended.error);
    return ended.run;
  }

  /** What a client is told of a launch that cannot be; it also hears that the session has ended. */
  async function refusal(launch: object): Promise<string> {
    const { client } = connected;
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
    const { client } = connected;
    const configured = client.waitForEvent('initialized').then(() => client.configurationDoneRequest());
    const stopped = client.waitForEvent('stopped');
    const launched = client.launchRequest({ noDebug: false, ...launch });
    // One that is refused never stops.
    await Promise.race([launched, stopped]);
    await Promise.all([configured, launched, stopped]);
    return (await client.evaluateRequest({ expression })).body.result;
  }
  async function again(): Promise<void> {
    await connected.close();
    connected = await connect([workspace.folder]);
    await connected.client.initializeRequest();
  }

  it('debugs a config that was never trained with the weights of a file, on the data as it is', async () => {
    const checkpoint = path.join(run, 'checkpoint.safetensors');
    const fresh = workspace.write('fresh.unroll.json', config);
    const trained = await atFirst('norm(h@5)', { config: configFile });
    await again();
    assert.equal(await atFirst('norm(h@5)', { config: fresh, checkpoint }), trained);
    await again();
    // Another sequence of the same file, as no run says what it was trained on.
    const other = workspace.write('fresh.unroll.json', { ...config, data: { ...config.data, window: 30 } });
    assert.equal(await atFirst('t@20', { config: other, checkpoint }), '20');
    await again();
    const large = { ...config, model: { cell: 'gru', hiddenSize: 7 } };
    assert.match(
      await refusal({ config: workspace.write('fresh.unroll.json', large), checkpoint }),
      /checkpoint\.safetensors: .*\[\d+/,
    );
  });

  it('debugs the weights of an older run as that run had its model', async () => {
    const old = workspace.path('older.unroll.json');
    const first = path.join(workspace.folder, '.unroll', 'older', '20200101-000000-aaaa');
    renameSync(await trained(old, { ...config, model: { cell: 'rnn', hiddenSize: 3 } }), first);
    await trained(old, config);
    const checkpoint = path.join(first, 'checkpoint.safetensors');
    assert.equal(await atFirst('length(h)', { config: old, checkpoint }), '3');
    await again();
    assert.equal(await atFirst('length(h)', { config: old }), '6');
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
    it(`says what is wrong: ${what}`, async () => {
      const said = await refusal(launch());
      assert.match(said, why);
      assert.ok(!said.includes('\n'), said);
    });
  }
});
