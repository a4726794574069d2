import { strict as assert } from 'node:assert';
import { assertSilent, findingOf, measured } from '../runs';
import { withData } from '../runWithData';

describe('a state carried across series', () => {
  const breaks = { by: 'dates', column: 'station', count: 3, line: 302, sequences: 0.08 } as const;
  const table = { file: 't.csv', targets: ['x'], window: 30 };

  it('is a warning with a fix that keeps them apart', () => {
    const finding = findingOf(withData(table, { breaks }), 'carriedState');
    assert.equal(finding.severity, 'warning');
    assert.match(
      finding.sentence,
      /8 % of the training sequences.* 3 places where "station" changes.*line 302/,
    );
    assert.deepEqual(
      finding.fixes.map(({ edits }) => edits),
      [[{ key: ['data', 'group'], value: 'station' }]],
    );
    assert.equal(measured(finding, 'crossingSequences'), 0.08);
  });

  it('is information where few sequences cross; without a column there is no edit', () => {
    const few = findingOf(withData(table, { breaks: { ...breaks, sequences: 0.01 } }), 'carriedState');
    assert.equal(few.severity, 'information');
    const { column, ...dates } = breaks;
    const bare = findingOf(withData(table, { breaks: dates }), 'carriedState');
    assert.deepEqual(bare.fixes, []);
    assert.doesNotMatch(bare.sentence, new RegExp(column));
  });

  it('makes each line of a list a sequence', () => {
    const text = { file: 't.txt', window: 50 };
    const lines = { by: 'lines', count: 500, line: 2, sequences: 1 } as const;
    const finding = findingOf(withData(text, { breaks: lines }), 'carriedState');
    assert.deepEqual(finding.key, ['data', 'sequences']);
    assert.deepEqual(finding.fixes[0].edits[0], { key: ['data', 'sequences'], value: 'line' });
    assertSilent(withData(text, {}), 'carriedState');
  });
});
