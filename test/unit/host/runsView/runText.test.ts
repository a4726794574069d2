import assert from 'node:assert/strict';
import { comparedLabels } from '../../../../src/host/runsView/comparedLabels';
import { runDescription, runName, runSpoken } from '../../../../src/host/runsView/runText';
import { configOf, recordOf, summaryOf, twoFindings } from '../../run/storedRun';

/** A time in this machine's time zone, as a record has it. */
const local = (...parts: readonly [number, number, number, number, number, number]) => new Date(...parts);
const started = (time: Date) => summaryOf({ record: recordOf({ startedAt: time.toISOString() }) });

describe('a run in words', () => {
  it('is named by its title, else by its start time', () => {
    const time = local(2026, 10, 5, 9, 7, 3);
    const now = local(2026, 10, 5, 23, 0, 0);
    assert.equal(runName('/x', started(time), { now }), '09:07');
    assert.equal(runName('/x', started(time), { now, seconds: true }), '09:07:03');
    assert.equal(runName('/x', started(time), { now: local(2026, 10, 6, 0, 0, 1) }), '5 Nov 09:07');
    assert.equal(runName('/x', started(time), { now: local(2027, 0, 1, 0, 0, 0) }), '5 Nov 2026 09:07');
    assert.equal(runName('/x', summaryOf({ title: 'wide' }), { now, seconds: true }), 'wide');
  });

  it('is named by its folder before it has been read', () => {
    const time = local(2026, 10, 5, 9, 7, 3);
    const folder = `/w/.unroll/adding/${time.toISOString().replaceAll(':', '-')}-abcd`;
    assert.equal(runName(folder, undefined, { now: time }), '09:07');
    assert.equal(runName('/w/.unroll/adding/big-run', undefined, { now: time }), 'big-run');
  });

  it('has cell, loss, curve and the grave findings', () => {
    assert.equal(runDescription(summaryOf()), 'LSTM · 0.123 · █▆▁ · 2 findings');
    assert.equal(runDescription(summaryOf({ diagnosis: null, curve: [] })), 'LSTM · 0.123');
    const [first] = twoFindings.findings;
    assert.match(
      runDescription(summaryOf({ diagnosis: { ...twoFindings, findings: [first] } })),
      / · 1 finding$/,
    );
  });

  it('shows its progress, or how it ended if not as planned', () => {
    const of = (changes: Parameters<typeof recordOf>[0]) =>
      runDescription(summaryOf({ record: recordOf(changes), diagnosis: null }));
    assert.equal(of({ status: 'running', epochs: 1 }), 'LSTM · 0.123 · █▆▁ · epoch 2 of 4');
    assert.equal(of({ status: 'running', epochs: 4 }), 'LSTM · 0.123 · █▆▁ · epoch 4 of 4');
    assert.equal(of({ status: 'stoppedEarly' }), 'LSTM · 0.123 · █▆▁ · stopped early');
    assert.equal(of({ status: 'failed', validationLoss: null }), 'LSTM · 0.11 · █▆▁ · failed');
    assert.equal(
      of({ status: 'interrupted', validationLoss: null, trainLoss: null }),
      'LSTM · █▆▁ · interrupted',
    );
  });

  it('has a spoken form without symbols', () => {
    const spoken = runSpoken('wide', summaryOf());
    assert.equal(
      spoken,
      'wide, completed, LSTM with 16 units, validation loss 0.123, training loss went from 1 to 0.001, 2 findings',
    );
    assert.match(
      runSpoken('wide', summaryOf({ diagnosis: { ...twoFindings, findings: [] } })),
      /, no findings$/,
    );
    assert.match(
      runSpoken('wide', summaryOf({ record: recordOf({ status: 'running', epochs: 1 }) })),
      /epoch 2 of 4/,
    );
  });
});

describe('labels of compared runs', () => {
  const run = (name: string, model: object = {}, training: object = {}, config = 'adding') => ({
    name,
    record: recordOf({ name: config }),
    config: configOf(model, training),
  });

  it('are the names in the list, where nothing else sets the runs apart', () => {
    assert.deepEqual(comparedLabels([run('a'), run('b')]), ['a', 'b']);
  });

  it('name the differences of the configs, the model first and not everything', () => {
    const labels = comparedLabels([
      run('a', { hiddenSize: 8 }, { epochs: 3, seed: 1, batchSize: 8 }),
      run('b', { hiddenSize: 64 }, { epochs: 4, seed: 2, batchSize: 9 }),
    ]);
    assert.match(labels[0], /^a \(hiddenSize 8, \w+ \d, \w+ \d\)$/);
    assert.match(labels[1], /^b \(hiddenSize 64, \w+ \d, \w+ \d\)$/);
  });

  it('name the config where there are several', () => {
    assert.deepEqual(comparedLabels([run('a'), run('a', {}, {}, 'copy')]), ['adding a', 'copy a']);
  });
});
