/** What a debug session is started with, over the protocol: what is wrong with it is said in one line. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { executeRun } from '../../../src/run/execute';
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
    const text = JSON.stringify(config);
    configFile = workspace.write('waves.unroll.json', text);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const request = { request: 'train', config: configFile, text, cancel: new SharedArrayBuffer(8) } as const;
    const trained = await executeRun(request, quiet);
    assert.ok(trained.run, trained.error);
    run = trained.run;
  });
  after(() => workspace.remove());
  beforeEach(async () => {
    connected = await connect([workspace.folder]);
    await connected.client.initializeRequest();
  });
  afterEach(() => connected.close());

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
