import { strict as assert } from 'node:assert';
import { learningRate } from '../../../src/engine/schedule';
import { configOf } from './sequences';

const { training } = configOf('many-to-many');
const rate = (schedule: Partial<typeof training.schedule>, step: number, epoch = 0, planned = 100) =>
  learningRate(
    {
      optimizer: { ...training.optimizer, learningRate: 0.4 },
      schedule: { ...training.schedule, ...schedule },
    },
    step,
    epoch,
    planned,
  );

describe('learning-rate schedules', () => {
  it('constant stays', () => {
    assert.deepEqual(
      [0, 50, 99].map((step) => rate({}, step)),
      [0.4, 0.4, 0.4],
    );
  });

  it('warm-up rises evenly and reaches the full rate right after it', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((step) => rate({ warmup: 3 }, step)),
      [0.1, 0.2, 0.30000000000000004, 0.4],
    );
  });

  it('step falls by the factor every so many epochs', () => {
    const at = (epoch: number) => rate({ name: 'step', every: 2, factor: 0.5 }, 7, epoch);
    assert.deepEqual([0, 1, 2, 3, 4].map(at), [0.4, 0.4, 0.2, 0.2, 0.1]);
  });

  it('cosine goes from the full rate through its half to the final share', () => {
    const at = (step: number) => rate({ name: 'cosine', final: 0.1 }, step);
    assert.equal(at(0), 0.4);
    assert.ok(Math.abs(at(50) - 0.22) < 1e-12);
    assert.ok(Math.abs(at(100) - 0.04) < 1e-12);
    assert.equal(at(1000), at(100));
  });
});
