import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/protocol/run';
import { EventBatches } from '../../../../src/run/worker/eventBatches';

const step = (n: number): RunEvent => ({
  event: 'step',
  step: n,
  epoch: 1,
  loss: 1,
  gradientNorm: 1,
  clipped: false,
  learningRate: 1,
  seconds: n,
});
const epoch: RunEvent = {
  event: 'epoch',
  step: 1,
  epoch: 1,
  trainLoss: 1,
  validationLoss: null,
  seconds: 1,
};
const loading = (bytes: number): RunEvent => ({ event: 'loading', file: 'a.csv', bytes, totalBytes: 10 });

describe('batches of events', () => {
  let sent: (readonly RunEvent[])[];
  let clock: number;
  let batches: EventBatches;
  beforeEach(() => {
    sent = [];
    clock = 1000;
    batches = new EventBatches(
      (events) => sent.push(events),
      () => clock,
    );
  });

  it('hold frequent events, and keep their order', () => {
    for (let n = 1; n <= 1000; n++) {
      clock += 0.1;
      batches.add(step(n));
    }
    clock += 50;
    batches.pulse();
    assert.ok(sent.length <= 4, `${sent.length} messages for 100 ms`);
    assert.deepEqual(
      sent.flat(),
      Array.from({ length: 1000 }, (_, i) => step(i + 1)),
    );
  });

  it('send rare events at once', () => {
    batches.add(step(1));
    clock += 60;
    batches.add(step(2));
    assert.deepEqual(sent, [[step(1)], [step(2)]]);
  });

  it('send an epoch at once, after the events before it', () => {
    batches.add(step(1));
    batches.add(step(2));
    batches.add(epoch);
    assert.deepEqual(sent, [[step(1)], [step(2), epoch]]);
  });

  it('keep only the latest progress of loading', () => {
    batches.add(loading(1));
    batches.add(loading(2));
    batches.add(loading(3));
    batches.add(epoch);
    assert.deepEqual(sent, [[loading(1)], [loading(3), epoch]]);
  });

  it('send nothing where nothing waits', () => {
    batches.pulse();
    assert.deepEqual(sent, []);
  });
});
