import { strict as assert } from 'node:assert';
import { startPosition } from '../../../src/engine/checkpoint';
import { EarlyStopping } from '../../../src/engine/earlyStopping';
import { heap } from '../../../src/engine/memory';
import { Parameters } from '../../../src/engine/parameters';
import { cellOf, networkSpec } from '../../../src/engine/spec';
import { configOf, runningSums } from './sequences';

describe('early stopping', () => {
  const config = configOf('many-to-many', { model: { hiddenSize: 2 } });
  const spec = networkSpec(
    config,
    runningSums('many-to-many', 4, () => 3),
  );
  const weights = new Parameters(cellOf(spec), spec, 'float32', heap);
  const [{ value }] = weights.all;

  /** Ends epochs with these validation losses; the first weight is the number of the epoch. */
  function judged(stopping: EarlyStopping, losses: readonly (number | null)[]) {
    let position = startPosition;
    losses.forEach((validationLoss, epoch) => {
      value.values[0] = epoch;
      position = { ...position, validationLoss, ...stopping.judge(position, validationLoss, null) };
    });
    return position;
  }

  it('is over after so many epochs without a loss that is lower by more than the margin', () => {
    const stopping = new EarlyStopping({ patience: 2, minDelta: 0.1, monitor: 'loss' }, weights);
    assert.equal(stopping.isOver(judged(stopping, [1, 0.95])), false);
    assert.equal(stopping.isOver(judged(stopping, [1, 0.95, 0.91])), true);
    assert.equal(stopping.isOver(judged(stopping, [1, 0.95, 0.8])), false);
    assert.equal(stopping.isOver(judged(stopping, [1, Number.NaN, Number.NaN])), true);
  });

  it('goes back to the weights of the best epoch', () => {
    const stopping = new EarlyStopping({ patience: 5, minDelta: 0, monitor: 'loss' }, weights);
    const position = stopping.restoreBest(judged(stopping, [3, 1, 2]));
    assert.equal(value.values[0], 1);
    assert.equal(position.validationLoss, 1);
  });

  it('neither ends a training nor keeps weights where it is not asked for', () => {
    const stopping = new EarlyStopping(undefined, weights);
    const position = judged(stopping, [1, 2, 3]);
    assert.equal(stopping.isOver(position), false);
    assert.equal(stopping.best, null);
    assert.equal(stopping.restoreBest(position), position);
  });
});
