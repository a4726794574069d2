import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PatternFound, PatternQuestion } from '../../../../../src/protocol/worker';
import {
  patternSteps,
  reachable,
  stepOf,
  strongest,
  thresholdOf,
  unitsOfRange,
} from '../../../../../webview/sections/pattern/pattern';
import { newSearch, received } from '../../../../../webview/state/patternSearch';
import type { StepTensor } from '../../../../../webview/state/traceTensors';
import { initialView, type PatternChoice, restored } from '../../../../../webview/state/view';

/** Makes a tensor from `[unit][step]`. */
function tensorOf(...units: readonly (readonly number[])[]): StepTensor {
  const [steps, size] = [units[0].length, units.length];
  const values = new Float32Array(steps * size);
  units.forEach((row, unit) => {
    row.forEach((value, step) => {
      values[step * size + unit] = value;
    });
  });
  return { name: 'l0.h', steps, size, values };
}

describe('the units of a range', () => {
  const tensor = tensorOf(
    [0, 0.5, 0.5, 0.5, 0],
    [0.9, 0.9, 0.75, 0.9, 0.9],
    [0, -0.25, -0.5, -0.75, 0],
    [0, 0.9, -0.9, 0.9, 0],
    [0, 0.9, 0.1, 0.9, 0],
  );
  const range = { from: 1, to: 4 };
  const chosen = { state: 'h', threshold: 0.25, offBefore: false, offAfter: false } as const;
  const units = (choice: Partial<Omit<PatternChoice, 'steps'>>) =>
    unitsOfRange(tensor, range, { ...chosen, ...choice }).map(({ unit, sign }) => [unit, sign]);

  it('are on at every step, to one side, the most distant from zero first', () => {
    assert.deepEqual(units({}), [
      [1, 1],
      [0, 1],
      [2, -1],
    ]);
    assert.deepEqual(units({ offBefore: true, offAfter: true }), [
      [0, 1],
      [2, -1],
    ]);
    assert.deepEqual(units({ offAfter: true }), [
      [2, -1],
      [0, 1],
    ]);
    assert.deepEqual(units({ threshold: 0.8 }), []);
    assert.deepEqual(strongest(tensor, range, 'h'), { unit: 1, least: 0.75 });
  });

  it('compare tanh of c, and end with the sequence', () => {
    const c = tensorOf([0.1, 3, 3], [0.1, 0.3, 0.3]);
    const found = unitsOfRange(
      c,
      { from: 1, to: 3 },
      { state: 'c', threshold: 0.9, offBefore: true, offAfter: true },
    );
    assert.deepEqual(
      found.map(({ unit }) => unit),
      [0],
    );
    assert.ok(Math.abs(found[0].low - Math.tanh(3)) < 1e-6);
  });

  it('include those for which a lower threshold is offered', () => {
    const row = fc.array(fc.float({ min: Math.fround(0.001), max: Math.fround(0.999), noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.boolean(), (rows, negative) => {
        const some = tensorOf(...rows.map((values) => values.map((value) => (negative ? -value : value))));
        const best = strongest(some, { from: 0, to: 3 }, 'h');
        assert.ok(best);
        const lower = reachable(best.least);
        assert.ok(lower > 0 && lower <= best.least && lower > best.least * 0.89, `${lower} ${best.least}`);
        const on = unitsOfRange(some, { from: 0, to: 3 }, { ...chosen, threshold: lower });
        assert.ok(on.some(({ unit }) => unit === best.unit));
      }),
    );
  });

  it('begin with the one that changes most at the side where they have to be off', () => {
    const some = tensorOf(
      [0.2, 0.9, 0.9, 0],
      [0.1, 0.85, 0.4, 0.2],
      [0, -0.8, -0.9, -0.9],
      [0.5, 0.9, 0.9, 0.1],
    );
    const order = (choice: Partial<Omit<PatternChoice, 'steps'>>) =>
      unitsOfRange(some, { from: 1, to: 3 }, { ...chosen, threshold: 0.3, ...choice }).map(
        ({ unit }) => unit,
      );
    assert.deepEqual(order({ offBefore: true }), [2, 1, 0]);
    assert.deepEqual(order({ offAfter: true }), [0, 3, 1]);
    assert.deepEqual(order({ offBefore: true, offAfter: true }), [0, 1]);
  });
});

describe('the range of a pattern', () => {
  const cursor = { step: 1, unit: null, pinned: true };

  it('is the chosen one, else the visible one, else the one around the held cursor', () => {
    const view = { ...initialView, cursor };
    assert.deepEqual(patternSteps(view, 30), { from: 0, to: 4 });
    assert.deepEqual(patternSteps({ ...view, range: [5, 9] }, 30), { from: 5, to: 9 });
    const pattern = { ...view.pattern, steps: [7, 8] as const };
    assert.deepEqual(patternSteps({ ...view, range: [5, 9], pattern }, 30), { from: 7, to: 8 });
    assert.deepEqual(patternSteps({ ...view, pattern }, 4), { from: 3, to: 4 });
    assert.equal(patternSteps({ ...view, cursor: { ...cursor, pinned: false } }, 30), undefined);
  });

  it('and the threshold are read from the typed text', () => {
    assert.deepEqual(
      [stepOf(' 7 ', 8), stepOf('8', 8), stepOf('-1', 8), stepOf('', 8), stepOf('1.5', 8)],
      [7, undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(
      [thresholdOf('0,4', true), thresholdOf('1', true), thresholdOf('1', false), thresholdOf('0', false)],
      [0.4, undefined, 1, undefined],
    );
    assert.equal(thresholdOf('', false), undefined);
  });

  it('returns after a reload if it is valid', () => {
    const pattern = { steps: [3, 9] as const, state: 'c', threshold: 0.4, offBefore: true, offAfter: false };
    assert.deepEqual(restored({ ...initialView, pattern }).pattern, pattern);
    for (const broken of [null, { ...pattern, state: 'x' }, { ...pattern, steps: [1] }, { steps: null }]) {
      assert.deepEqual(restored({ ...initialView, pattern: broken }).pattern, initialView.pattern);
    }
  });
});

describe('a search for a pattern', () => {
  const question: PatternQuestion = {
    update: 1,
    layer: 'l0',
    state: 'h',
    context: 20,
    origin: { sequence: 0, from: 1, to: 3 },
    pattern: {
      units: [{ unit: 0, sign: 1 }],
      ignored: [],
      threshold: 0.3,
      length: 2,
      offBefore: false,
      offAfter: false,
    },
  };
  const found: PatternFound = { matches: [], places: { all: 0, whole: 0 }, looked: 9, sequences: 9 };

  it('receives only its own results, and none once it has ended', () => {
    const search = newSearch(7, question, 'line 1');
    const on = received(search, { type: 'patternProgress', id: 7, looked: 3, sequences: 9 });
    assert.deepEqual(on?.progress, { looked: 3, sequences: 9 });
    assert.equal(received(on, { type: 'patternFound', id: 6, found }), on);
    const ended = received(on, { type: 'patternFound', id: 7, found });
    assert.equal(ended?.status, 'found');
    assert.equal(received(ended, { type: 'patternProgress', id: 7, looked: 4, sequences: 9 }), ended);
    assert.equal(received(on, { type: 'patternNotFound', id: 7, why: 'gone' })?.status, 'failed');
    assert.equal(received(null, { type: 'patternFound', id: 7, found }), null);
  });
});
