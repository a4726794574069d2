import { strict as assert } from 'node:assert';
import { cellAt } from '../../../../src/data/tables/cellAt';

const header = 'day,wind speed,sky';

describe('the cell at a position in a table', () => {
  const at = async (line: string, character: number, file = 'a.csv', names = header) => {
    const found = await cellAt(file, names, line, character);
    return found && [found.column, line.slice(found.start, found.end)];
  };

  it('is that under the character, up to its delimiters', async () => {
    const row = '2026-01-01,3.5,sun';
    assert.deepEqual(await at(row, 0), ['day', '2026-01-01']);
    assert.deepEqual(await at(row, 10), ['day', '2026-01-01']);
    assert.deepEqual(await at(row, 11), ['wind speed', '3.5']);
    assert.deepEqual(await at(row, row.length), ['sky', 'sun']);
    assert.deepEqual(await at('a;2,5;b', 3, 'a.csv', 'x;y;z'), ['y', '2,5']);
    assert.deepEqual(await at('1\t2', 2, 'a.tsv', 'a\tb'), ['b', '2']);
  });

  it('may be in quotes, empty, or a name of the header', async () => {
    assert.deepEqual(await at('"a, ""b""",1,sun', 5), ['day', '"a, ""b"""']);
    assert.deepEqual(await at('"a, ""b""",1,sun', 11), ['wind speed', '1']);
    assert.deepEqual(await at('2026-01-01,,sun', 11), ['wind speed', '']);
    assert.deepEqual(await at(header, 6), ['wind speed', 'wind speed']);
  });

  it('is undefined in an incomplete row, or in one of another length', async () => {
    assert.equal(await at('1,2', 0), undefined);
    assert.equal(await at('1,2,3,4', 0), undefined);
    assert.equal(await at('a",1,2', 0), undefined);
    assert.equal(await at('"a,1,2', 0), undefined);
    assert.equal(await at('', 0), undefined);
    assert.deepEqual(await at('1,2,3', 0, 'a.csv', '4,5,6'), ['column 1', '1']); // no line names the columns
  });
});
