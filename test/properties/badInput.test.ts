import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { unroll, Workspace } from '../unit/run/workspace';

const rows = Array.from({ length: 60 }, (_, i) => `2024-01-${1 + (i % 28)},${i % 7},${(i * 3) % 11}`);
const table = ['date,rain,temperature', ...rows].join('\n');
const good = {
  data: { file: 'weather.csv', inputs: ['rain', 'temperature'], targets: ['temperature'], window: 5 },
  model: { cell: 'lstm', hiddenSize: 4 },
  training: { epochs: 1 },
};

describe('unroll train with input that cannot be trained on', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  beforeEach(() => workspace.write('weather.csv', table));

  /** Expects exit code 2, one line on stderr, and no run folder. @returns the line */
  const complaint = async (config: object | string, ...args: string[]): Promise<string> => {
    workspace.write('weather.unroll.json', config);
    const { code, stderr } = await unroll(workspace.folder, ['train', 'weather.unroll.json', ...args]);
    assert.equal(stderr.replace(/\n$/, '').split('\n').length, 1, stderr);
    assert.equal(code, 2, stderr);
    assert.deepEqual(await workspace.runs('weather'), []);
    return stderr;
  };
  const withData = (data: object) => ({ ...good, data: { ...good.data, ...data } });
  const withRow = (row: string) => workspace.write('weather.csv', [table, row, ...rows].join('\n'));

  it('names a config that does not exist, and the likely one', async () => {
    workspace.write('weather.unroll.json', good);
    const { code, stderr } = await unroll(workspace.folder, ['train', 'wether.unroll.json']);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'error: cannot read the config wether.unroll.json: there is no such file; did you mean "weather.unroll.json"?\n',
    );
  });

  it('names the place where a config is malformed', async () => {
    assert.match(await complaint('{\n  "data": {,\n}'), /weather\.unroll\.json: line 2, column 12: /);
  });

  it('names the place and the nearest valid name of an unknown key', async () => {
    const text = JSON.stringify(withData({ windo: 3 }), null, 2);
    const line = text.split('\n').findIndex((found) => found.includes('windo"')) + 1;
    assert.match(
      await complaint(text),
      new RegExp(`line ${line}, column 5: data\\.windo: there is no such key; did you mean "window"\\?`),
    );
  });

  it('lists the existing columns where one is unknown', async () => {
    const line = await complaint(withData({ targets: ['temprature'] }));
    assert.match(line, /data\.targets/);
    assert.match(line, /temprature.*temperature/);
  });

  it('names a data file that does not exist', async () => {
    assert.match(
      await complaint(withData({ file: 'weather.cvs.csv' })),
      /weather\.unroll\.json: data\.file: cannot read "weather\.cvs\.csv": there is no such file/,
    );
  });

  it('reports that the data file is a folder', async () => {
    mkdirSync(workspace.path('folder.csv'));
    assert.match(await complaint(withData({ file: 'folder.csv' })), /"folder\.csv" is a folder, not a file/);
  });

  if (process.getuid !== undefined && process.getuid() !== 0) {
    it('reports that the data file may not be read', async () => {
      chmodSync(workspace.path('weather.csv'), 0);
      assert.match(await complaint(good), /permission denied/);
      chmodSync(workspace.path('weather.csv'), 0o600);
    });
  } // the superuser may read everything

  it('reports that the data is empty', async () => {
    workspace.write('weather.csv', '');
    assert.match(await complaint(good), /weather\.csv is empty/);
  });

  it('names the line of a ragged row', async () => {
    withRow('2024-02-01,3');
    assert.match(await complaint(good), /line 62/);
  });

  it('names the line and column of text among numbers', async () => {
    const many = Array.from({ length: 300 }, () => rows).flat();
    workspace.write(
      'weather.csv',
      ['date,rain,temperature', ...many, '2024-02-01,wet,3', ...rows].join('\n'),
    );
    const line = await complaint(good);
    assert.match(line, /line 18002/);
    assert.match(line, /rain/);
    assert.match(line, /wet/);
  });

  it('states how long the data is where the window is longer', async () => {
    const line = await complaint(withData({ window: 500 }));
    assert.match(line, /data\.window/);
    assert.match(line, /60 rows|window of at most \d+/);
  });

  it('reports that a probe does not exist, and lists the existing ones', async () => {
    assert.match(
      await complaint({ ...good, probe: { sequences: [999] } }),
      /probe\.sequences: there is no sequence 999; the validation set has 0 to \d+/,
    );
  });

  it('does not write into a folder that holds something else', async () => {
    mkdirSync(workspace.path('full'), { recursive: true });
    workspace.write('full/notes.txt', 'mine');
    assert.match(await complaint(good, '--out', 'full'), /full is not empty/);
  });

  it('reports that a folder to resume holds no run', async () => {
    assert.match(await complaint(good, '--resume', '.'), /is not the folder of a run/);
  });

  it('reports a missing config to programs as well', async () => {
    const { code, stdout, stderr } = await unroll(workspace.folder, ['train', 'none.unroll.json', '--json']);
    assert.equal(code, 2);
    const { event, status, error } = JSON.parse(stdout);
    assert.deepEqual([event, status, `error: ${error}\n`], ['finished', 'failed', stderr]);
  });

  it('reports the same to programs, with the key', async () => {
    workspace.write('weather.unroll.json', withData({ targets: ['temprature'] }));
    const { code, stdout } = await unroll(workspace.folder, ['train', 'weather.unroll.json', '--json']);
    assert.equal(code, 2);
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    assert.equal(last.event, 'finished');
    assert.equal(last.status, 'failed');
    assert.equal(last.run, null);
    assert.equal(last.badInput, true);
    assert.deepEqual(last.key, ['data', 'targets', 0]);
  });
});

describe('unroll with unknown arguments', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  for (const [args, expected] of [
    [
      [],
      /say what to do: train, describe, trace, spectrum, diagnose, predict, generate, export, compare or bench/,
    ],
    [['tran', 'x'], /unknown command 'tran'.*train/],
    [['train'], /missing required argument 'CONFIG'/],
    [['train', 'x', '--jsn'], /unknown option '--jsn'.*--json/],
    [['trace', 'x', '--out', 'y'], /'--checkpoint <FILE>' not specified/],
    [['trace', 'x', '--checkpoint', 'y', '--out', 'z', '--sequence', 'two'], /'two' is invalid/],
    [
      ['spectrum', 'nowhere.safetensors'],
      /cannot read the checkpoint nowhere\.safetensors: there is no such/,
    ],
  ] as const) {
    it(`complains in one line: unroll ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await unroll(workspace.folder, args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^error: [^\n]+\n$/);
      assert.match(stderr, expected);
    });
  }
});
