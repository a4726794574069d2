import assert from 'node:assert/strict';
import { comparedRun, summaryOfStored } from '../../../../src/run/client/storedComparison';
import { configOf, metricsOf, recordOf, twoFindings } from '../storedRun';

describe('a comparison of stored runs', () => {
  const row = (label: string, changes: Parameters<typeof recordOf>[0] = {}) =>
    comparedRun(
      { folder: `/${label}`, record: recordOf(changes), metrics: metricsOf(4) },
      twoFindings,
      label,
    );

  it('has the result of each', () => {
    assert.deepEqual(row('a'), {
      label: 'a',
      status: 'completed',
      error: null,
      folder: '/a',
      parameters: 1234,
      steps: 8,
      epochs: 4,
      secondsPerUpdate: 0.5,
      loss: 0.2 + 4 / 100,
      metrics: null,
      baseline: { name: 'chance level', loss: 0.5 },
      diagnosis: twoFindings,
    });
    assert.equal(row('b', { status: 'failed', error: 'not finite' }).error, 'not finite');
  });

  it('has the metrics of the set that it is judged by', () => {
    const [validation, training] = [{ accuracy: 0.5 }, { accuracy: 0.75 }];
    assert.deepEqual(row('a', { metrics: { validation, training } }).metrics, validation);
    assert.deepEqual(row('a', { metrics: { validation: null, training } }).metrics, training);
  });

  it('is summed up only where all losses are of the same sequences', () => {
    const config = configOf();
    const same = [recordOf(), recordOf({ seed: 2 })].map((record) => ({ record, config }));
    const rows = [row('a'), row('b')];
    assert.match(summaryOfStored(same, rows) ?? '', /^a is quickest/);
    for (const record of [
      recordOf({ dataFingerprint: 'cd' }),
      recordOf({ baseline: { name: 'chance', loss: 1 } }),
    ]) {
      assert.match(summaryOfStored([same[0], { record, config }], rows) ?? '', /says little/);
    }
  });
});
