import assert from 'node:assert/strict';
import { ProgressBar } from '../../../src/cli/progressBar';
import { parseConfig } from '../../../src/config/parse';
import type { RunEvent, RunRecord } from '../../../src/protocol/run';

const record: RunRecord = {
  status: 'running',
  name: 'adding',
  config: 'adding.unroll.json',
  seed: 1,
  startedAt: '2026-03-02T14:05:11.123Z',
  versions: { unroll: '0.1.0', node: 'v20.19.0' },
  process: { id: 1, host: 'here' },
  dataFingerprint: 'ab',
  parameters: 10,
  baseline: { name: 'chance level', loss: 1 / 6 },
  notes: ['3 rows were dropped'],
  steps: 0,
  epochs: 0,
  plannedSteps: 100,
  plannedEpochs: 2,
  trainLoss: null,
  validationLoss: null,
  signals: { inputs: [], outputs: [], inputScaling: [], outputScaling: [], targetKind: 'values' },
};

describe('the progress bar', () => {
  let written: string;
  let clock: number;
  let bar: ProgressBar;
  beforeEach(() => {
    written = '';
    clock = 0;
    const terminal = { columns: 100, write: (text: string) => (written += text) };
    bar = new ProgressBar(terminal, () => clock);
    const { config } = parseConfig('{ "data": { "generate": "adding" } }');
    assert.ok(config);
    bar.take({ event: 'started', run: '/runs/1', record, config, resumed: false });
  });
  const step = (n: number, seconds: number): RunEvent => ({
    event: 'step',
    step: n,
    epoch: n <= 50 ? 1 : 2,
    loss: 0.123456,
    gradientNorm: 1,
    clipped: false,
    learningRate: 1,
    seconds,
  });
  /** Returns the text in the last line of the terminal. */
  const line = () => written.slice(written.lastIndexOf('\x1b[2K') + 4);

  it('keeps the messages of the start', () => {
    assert.match(written, /adding: LSTM, 64 units, 10 weights, 2 epochs, 100 updates, seed 1\n/);
    assert.match(written, /note: 3 rows were dropped\n/);
  });

  it('rewrites one line: fraction done, time left, losses, baseline', () => {
    bar.take(step(1, 10));
    clock += 1000;
    bar.take(step(51, 60));
    assert.match(line(), /^epoch 2\/2 █{12}·{12} 51 % {2}49\.0 s left {2}loss 0\.1235 {2}baseline 0\.1667$/);
    assert.ok(!line().includes('\n'));
  });

  it('measures the time left from where this process began', () => {
    bar.take(step(90, 1000)); // continues a run that took long
    clock += 1000;
    bar.take(step(95, 1001));
    assert.match(line(), / 1\.0 s left /);
  });

  it('is drawn a few times a second, however many updates there are', () => {
    for (let n = 1; n <= 100; n++) {
      clock += 5;
      bar.take(step(n, n / 200));
    }
    const frames = written.split('\x1b[2K').length - 2;
    assert.ok(frames >= 4 && frames <= 6, `${frames} frames in half a second`);
  });

  it('never wraps', () => {
    bar.take({ event: 'loading', file: 'x'.repeat(200), bytes: 1, totalBytes: 1 });
    assert.equal(line().length, 99);
  });

  it('leaves the outcome and how to resume', () => {
    bar.take({
      event: 'finished',
      status: 'cancelled',
      run: '/runs/1',
      steps: 51,
      epochs: 1,
      seconds: 75,
      trainLoss: 0.5,
      validationLoss: 0.25,
      metrics: null,
      baseline: record.baseline,
    });
    assert.equal(
      line(),
      'cancelled after 51 updates in 1:15: loss 0.5, validation 0.25, chance level 0.1667\ngo on with: --resume /runs/1\n',
    );
  });
});
