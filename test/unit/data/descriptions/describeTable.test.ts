import { strict as assert } from 'node:assert';
import { describeTable } from '../../../../src/data/descriptions/describeTable';
import { sourceOf } from '../sources';

const columns = async (content: string) => (await describeTable(sourceOf('t.csv', content))).columns;

describe('columns of a table, for questions', () => {
  it('have a kind, the number of different cells and of missing ones', async () => {
    const content =
      'day,x,sky,code,none\n2020-01-01,1,sun,7,\n2020-01-02,NA,none,A7,?\n2020-01-03,-2.5e3,sun,8,null\n';
    const found = await columns(content);
    assert.deepEqual(
      found.map(({ name, kind, distinct, missing }) => ({ name, kind, distinct, missing })),
      [
        { name: 'day', kind: 'date', distinct: 3, missing: 0 },
        { name: 'x', kind: 'number', distinct: 3, missing: 1 },
        { name: 'sky', kind: 'word', distinct: 2, missing: 0 },
        { name: 'code', kind: 'number', distinct: 3, missing: 0 },
        { name: 'none', kind: 'number', distinct: 3, missing: 3 },
      ],
    );
  });

  it('treat one stray text in a column of numbers as a fault, and many as words', async () => {
    const kinds = async (cells: string[]) =>
      (await columns(`k,v\n${cells.map((v) => `a,${v}`).join('\n')}`))[1].kind;
    assert.equal(await kinds(['1', 'oops', '3']), 'number');
    assert.equal(await kinds(['747', 'A320', 'A380', 'B52']), 'word');
    assert.equal(await kinds(['A1', '2', '3', '4']), 'number'); // not the first cell alone decides
    assert.equal(await kinds(['2020-01-01', '2020/1/2', '2020-01-03 12:30', '2020-01-03T12:30:00Z']), 'date');
    assert.equal(await kinds(['2020-13-01', '2020-13-02']), 'word');
    assert.equal(await kinds(['1.5', '.5', '+5.', '1e-3']), 'number');
    assert.equal(await kinds(['1,5', '0x10', 'Infinity'].map((cell) => `"${cell}"`)), 'word');
  });

  it('are recognised from the first rows alone: the rest is not read', async () => {
    let read = 0;
    const source = {
      name: 't.csv',
      size: 0,
      async *chunks() {
        yield new TextEncoder().encode('x,y\n');
        for (;;) {
          read++;
          yield new TextEncoder().encode('1,2\n'.repeat(50));
        }
      },
    };
    const { columns: found } = await describeTable(source, {}, 100);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['x', 'y'],
    );
    assert.ok(read <= 3);
  });

  it('need a header', async () => {
    await assert.rejects(columns(''), /data\.file: t\.csv is empty/);
  });
});
