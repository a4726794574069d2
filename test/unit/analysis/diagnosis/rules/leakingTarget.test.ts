import { strict as assert } from 'node:assert';
import { assertSilent, findingOf, measured } from '../runs';
import { withData } from '../runWithData';

describe('an input that leaks the target', () => {
  const close = { input: 'fahrenheit', column: 'fahrenheit', target: 'celsius', explained: 0.9997 };
  const leak = { ...close, byHistory: 0.8 };
  const table = { file: 't.csv', targets: ['celsius'], horizon: 0 };

  it('is a warning with a fix that leaves the column out', () => {
    const finding = findingOf(
      withData(table, { closeInputs: [leak] }, ['fahrenheit', 'wind']),
      'leakingTarget',
    );
    assert.equal(finding.severity, 'warning');
    assert.match(finding.sentence, /"fahrenheit" knows the target.* 99\.97 % of "celsius".*80 %/);
    assert.deepEqual(finding.key, ['data', 'inputs']);
    assert.deepEqual(
      finding.fixes.map(({ edits }) => edits),
      [[{ key: ['data', 'inputs'], value: ['wind'] }], [{ key: ['data', 'horizon'], value: 1 }]],
    );
    assert.equal(measured(finding, 'explainedByLastTarget'), 0.8);
  });

  it('is removed with the whole column of a word from the config’s list', () => {
    const word = { ...leak, input: 'sky=sun', column: 'sky' };
    const inputs = ['date', 'sky'];
    const finding = findingOf(
      withData({ ...table, horizon: 1, inputs }, { closeInputs: [word, leak] }, ['sin(date)', 'sky=sun']),
      'leakingTarget',
    );
    assert.match(finding.sentence, /1 more of the inputs/);
    assert.deepEqual(
      finding.fixes.map(({ edits }) => edits),
      [[{ key: ['data', 'inputs'], value: ['date'] }]],
    );
  });

  it('is not reported where the last known target predicts as much, in an older run, or below the threshold', () => {
    assertSilent(withData(table, { closeInputs: [{ ...close, byHistory: 0.9995 }] }), 'leakingTarget');
    assertSilent(withData(table, { closeInputs: [{ ...leak, explained: 0.97 }] }), 'leakingTarget');
    assertSilent(withData(table, undefined), 'leakingTarget');
  });
});
