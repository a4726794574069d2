import { strict as assert } from 'node:assert';
import { DataError } from '../../../src/data/common/dataset';
import { createTraining } from '../../../src/engine/trainer';
import { meterOf } from '../../../src/metrics/meterOf';
import { checkMonitor, metricsOf, monitoredValue } from '../../../src/metrics/monitor';
import { configOf, runningSums } from '../engine/sequences';

const shapes = ['one-to-one', 'one-to-many', 'many-to-one', 'many-to-many', 'encoder-decoder'] as const;

describe('what early stopping monitors', () => {
  it('is among what the meter of these targets measures', () => {
    const base = runningSums('many-to-many', 2, () => 3);
    for (const targetKind of ['classes', 'values', 'binary'] as const) {
      for (const shape of shapes) {
        const dataset = { ...base, targetKind, shape };
        const measured = Object.keys(meterOf(dataset, 'validation', false).metrics());
        assert.deepEqual(new Set(metricsOf(dataset)), new Set(['loss', ...measured]));
      }
    }
  });

  it('is refused where it does not fit, with those that do', () => {
    assert.throws(
      () => checkMonitor('rmse', { targetKind: 'classes', shape: 'many-to-one' }),
      (error) =>
        error instanceof DataError &&
        error.key.join('.') === 'training.earlyStopping.monitor' &&
        error.message ===
          'training.earlyStopping.monitor: "rmse" does not fit these targets, which are classes (many-to-one); use loss, accuracy, balancedAccuracy, f1',
    );
    const config = configOf('many-to-many', {
      training: { earlyStopping: { patience: 1, minDelta: 0, monitor: 'accuracy' } },
    });
    assert.throws(
      () =>
        createTraining(
          config,
          runningSums('many-to-many', 4, () => 3),
        ),
      /"accuracy" does not fit these targets, which are values \(many-to-many\); use loss, rmse, mae, r2/,
    );
  });

  it('is null where it is not defined', () => {
    assert.equal(monitoredValue('loss', 0.5, null), 0.5);
    assert.equal(monitoredValue('r2', 0.5, { r2: null }), null);
    assert.equal(monitoredValue('r2', 0.5, { r2: 0.25 }), 0.25);
    assert.equal(monitoredValue('r2', 0.5, null), null);
  });
});
