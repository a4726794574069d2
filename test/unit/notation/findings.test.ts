import assert from 'node:assert/strict';
import { measureName, measureValue, rules, ruleTitles } from '../../../src/notation/findings';

describe('findings as text', () => {
  it('have a title for each rule, as a heading has it', () => {
    assert.deepEqual(Object.keys(ruleTitles), [...rules]);
    for (const title of Object.values(ruleTitles)) {
      assert.match(title, /^[A-Z][^.]+$/);
    }
  });

  it('name a measure in words and give its value with the unit', () => {
    assert.equal(measureName({ name: 'shortestLag' }), 'shortest lag');
    assert.deepEqual(
      [
        { value: 1, unit: 'steps' },
        { value: 40, unit: 'steps' },
        { value: 0.25, unit: '1' },
        { value: 0.000123, unit: 'loss' },
      ].map(measureValue),
      ['1 step', '40 steps', '0.25', '1.23e-4 loss'],
    );
  });
});
