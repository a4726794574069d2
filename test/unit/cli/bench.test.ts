import assert from 'node:assert/strict';
import { firstLoss } from '../../../bench/peers/forward';
import type { ceilingRow, finishedRow, layerRow, machineRow } from '../../../src/cli/benchRows';
import { makeProblem, operations } from '../../../src/speed/problem';
import { unroll, Workspace } from '../run/workspace';

type LayerRow = ReturnType<typeof layerRow>;
type MachineRow = ReturnType<typeof machineRow>;
type FinishedRow = ReturnType<typeof finishedRow>;
type Row = MachineRow | ReturnType<typeof ceilingRow> | LayerRow | FinishedRow;

const expectedLayers = [
  'lstm 1×200×32→32',
  'lstm 32×100×32→32',
  'lstm 32×100×32→64',
  'lstm 32×100×32→128',
  'lstm 32×100×32→256',
  'gru 32×100×32→128',
  'rnn 32×100×32→128',
];

/** A time shorter than one round: the fewest rounds are measured, and no more. */
const hurry = ['--seconds', '0.001'];

describe('unroll bench', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  describe('with --json', () => {
    let rows: readonly Row[];
    let layers: readonly LayerRow[];
    let stderr: string;

    before(async () => {
      const outcome = await unroll(workspace.folder, ['bench', '--json', ...hurry]);
      assert.equal(outcome.code, 0, outcome.stderr);
      stderr = outcome.stderr;
      rows = outcome.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      layers = rows.filter((row) => row.event === 'layer');
    });

    it('prints the machine, the ceilings, every layer, and last a summary', () => {
      assert.equal(stderr, '');
      const events = rows.map(({ event }) => event);
      const ceilings = events.filter((event) => event === 'ceiling');
      assert.ok(ceilings.length > 0);
      assert.deepEqual(events, ['machine', ...ceilings, ...expectedLayers.map(() => 'layer'), 'finished']);
      assert.deepEqual(
        layers.map(
          ({ cell, batch, steps, inputs, hidden }) => `${cell} ${batch}×${steps}×${inputs}→${hidden}`,
        ),
        expectedLayers,
      );
    });

    it('names the machine that it has run on', () => {
      const [machine] = rows;
      assert.ok(machine.event === 'machine');
      const { cpu, system, node, unroll: version, builds, kernels } = machine;
      assert.ok([cpu, system, version].every((text) => typeof text === 'string' && text.length > 0));
      assert.equal(node, process.versions.node);
      assert.equal(builds[kernels], true);
    });

    it('prints numbers that are finite, above zero and in order', () => {
      assert.ok(rows.map(checkNumbers).every((count) => count > 0));
    });

    it('prints rates that belong to its times, and shares that belong to its ceiling', () => {
      for (const layer of layers) {
        const { batch, steps, milliseconds, gigaflops, shareOfCeiling } = layer;
        near(layer.updatesPerSecond, 1000 / milliseconds.median);
        near(layer.sequenceStepsPerSecond, (1000 * batch * steps) / milliseconds.median);
        near(gigaflops.median, operations(layer) / milliseconds.median / 1e6);
        // Another load during so few rounds may change a share, but cannot make it larger than the whole.
        assert.ok(shareOfCeiling.lower < 1.1, JSON.stringify(layer));
      }
      const finished = rows.at(-1);
      assert.ok(finished?.event === 'finished');
      const best = Math.max(...layers.map((layer) => layer.shareOfCeiling.median));
      assert.deepEqual([finished.status, finished.rounds], ['completed', 3]);
      assert.equal(finished.bestShareOfCeiling, best);
    });

    it('has trained as it states: the first losses are those of the equations, the last ones lower', () => {
      for (const { cell, hidden, inputs, batch, steps, firstLoss: first, lastLoss } of layers) {
        assert.ok(lastLoss < first);
        // The equations in double precision would take seconds for more units.
        if (hidden <= 128) {
          near(first, firstLoss(makeProblem({ cell, hidden, inputs, batch, steps })), 1e-5);
        }
      }
    });
  });

  it('prints a table for people, without a progress line where nobody watches', async () => {
    const { code, stdout, stderr } = await unroll(workspace.folder, ['bench', ...hurry]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^.+ cores?, .* Node \S+; Unroll \S+, kernels: (plain|relaxed)\n/);
    assert.match(stdout, /\nceiling of 128-bit mul\+add, 1 thread: \S+ GFLOP\/s/);
    assert.match(stdout, /\nLSTM B=32 T=100 I=32 H=256 .* \d+ %\n/);
    assert.match(stdout, /\nmedians of 3 rounds in /);
    assert.ok(!stdout.includes('NaN') && !stdout.includes('undefined'));
  });

  it('ends at once when it is interrupted', async () => {
    const { code } = await unroll(workspace.folder, ['bench', '--json', '--seconds', '50'], (_, { kill }) =>
      kill('SIGINT'),
    );
    assert.equal(code, 130);
  });

  for (const args of [['--seconds', '0'], ['--seconds', 'soon'], ['--jsn'], ['examples']]) {
    it(`complains in one line: unroll bench ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await unroll(workspace.folder, ['bench', ...args]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^error: [^\n]+\n$/);
    });
  }
});

/** @returns the number of values; JSON has null for one that is not finite */
function checkNumbers(value: unknown): number {
  assert.notEqual(value, null);
  if (typeof value === 'number') {
    assert.ok(Number.isFinite(value) && value > 0, String(value));
    return 1;
  }
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  if ('lower' in value && 'median' in value && 'upper' in value) {
    assert.ok(Number(value.lower) <= Number(value.median) && Number(value.median) <= Number(value.upper));
  }
  return Object.values(value).reduce((sum: number, each) => sum + checkNumbers(each), 0);
}

function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual / expected - 1) <= tolerance, `${actual} is not ${expected}`);
}
