import assert from 'node:assert/strict';
import { ago, clock, duration, pace, steps, timeTaken } from '../../../src/notation/durations';

describe('durations as text', () => {
  it('are seconds in everyday words: for running and stopped clocks and on the command line', () => {
    assert.deepEqual([0.44, 42, 200, 3599.7, 3900].map(duration), [
      '0.4 s',
      '42 s',
      '3 min 20 s',
      '1 h 00 min',
      '1 h 05 min',
    ]);
    assert.deepEqual([0.1234, 8.25, 59.94, 61, 3599.6, 7500].map(timeTaken), [
      '0.12 s',
      '8.3 s',
      '59.9 s',
      '1 min 1 s',
      '1 h 0 min',
      '2 h 5 min',
    ]);
    assert.deepEqual([8.25, 187, 3765].map(clock), ['8.3 s', '3:07', '1:02:45']);
  });

  it('state how long ago something was', () => {
    const now = new Date('2026-01-02T00:00:00Z');
    const before = (seconds: number) => ago(new Date(now.getTime() - 1000 * seconds), now);
    assert.deepEqual([20, 150, 86_400].map(before), ['just now', '2 minutes ago', '1 day ago']);
  });

  it('are numbers of steps', () => {
    assert.deepEqual([1, 3.41, 41.44, 1200.4].map(steps), [
      '1 step',
      '3.41 steps',
      '41.4 steps',
      '1,200 steps',
    ]);
  });

  it('are the steps in which a gradient halves or doubles, and the factor per step where that is less than one', () => {
    const of = (factor: number) => pace(Math.log(factor));
    assert.equal(of(0.9), 'halves every 6.58 steps');
    assert.equal(of(1.1), 'doubles every 7.27 steps');
    assert.equal(of(0.9995), 'halves every 1,390 steps');
    assert.deepEqual([0.5, 2].map(of), ['halves every step', 'doubles every step']);
    assert.deepEqual([0.27, 3].map(of), ['is multiplied by 0.27 each step', 'is multiplied by 3 each step']);
    assert.equal(of(1), 'keeps its size');
    assert.equal(of(0), 'is gone after one step');
  });
});
