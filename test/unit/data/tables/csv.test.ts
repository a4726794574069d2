import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { openRows, type Row } from '../../../../src/data/tables/csv';
import { sourceOf } from '../sources';

async function rowsOf(
  content: string | Uint8Array,
  pieces: readonly number[] = [],
  name = 't.csv',
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const some of (await openRows(sourceOf(name, content, pieces))).rows) {
    rows.push(...some);
  }
  return rows;
}

/** A field, and whether it is written in quotes although they are not needed. */
const cell = fc.record({
  text: fc
    .array(fc.constantFrom('a', 'é', '😀', '"', ',', ';', '\t', '\n', '\r\n', ' ', '1', '.'), {
      maxLength: 5,
    })
    .map((parts) => parts.join('')),
  quoted: fc.boolean(),
});

describe('rows of a CSV file', () => {
  it('are the fields that were written, with their physical lines, wherever the bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(500), { maxLength: 10 }),
        async (width, body, eol, endsWithBreak, pieces) => {
          const header = ['h1', 'h2', 'h3', 'h4'].slice(0, width);
          let text = '\uFEFF';
          let line = 1;
          const expected: Row[] = [];
          const plain = header.map((name) => ({ text: name, quoted: false }));
          for (const cells of [plain, ...body.map((row) => row.slice(0, width))]) {
            const written = cells
              .map((field) =>
                field.quoted || /["\n\r,]/.test(field.text)
                  ? `"${field.text.replaceAll('"', '""')}"`
                  : field.text,
              )
              .join(',');
            text += written + eol;
            const end = line + written.split('\n').length;
            expected.push({ line, end, fields: cells.map((field) => field.text) });
            line = end;
          }
          if (!endsWithBreak) {
            text = text.slice(0, -eol.length);
          }
          // Programs leave rows of empty fields at the end, which are no rows.
          while (expected.at(-1)?.fields.every((field) => field.trim() === '')) {
            expected.pop();
          }
          assert.deepEqual(await rowsOf(text, pieces), expected);
        },
      ),
      { numRuns: 400 },
    ));

  it('can end in any kind of line break', async () => {
    const lines = ['x,y', '1,2', '', '3,4', ''];
    const expected = [
      { line: 1, end: 2, fields: ['x', 'y'] },
      { line: 2, end: 3, fields: ['1', '2'] },
      { line: 4, end: 5, fields: ['3', '4'] },
    ];
    for (const eol of ['\n', '\r\n', '\r']) {
      for (let cut = 0; cut < lines.join(eol).length; cut++) {
        assert.deepEqual(await rowsOf(lines.join(eol), [cut]), expected);
      }
    }
  });

  it('are separated by the most frequent delimiter in the header, outside of quotes', async () => {
    const [header] = await rowsOf('"a,b,c";"d,e";f\n1;2;3\n');
    assert.deepEqual(header.fields, ['a,b,c', 'd,e', 'f']);
    const [tabs] = await rowsOf('a,b\tc\n1\t2\n', [], 't.tsv');
    assert.deepEqual(tabs.fields, ['a,b', 'c']);
  });

  it('do not swallow each other where quotes are wrong: the line is named', async () => {
    const more = '5,6\n'.repeat(2000);
    await assert.rejects(
      rowsOf(`x,y\n1,"2\n${more}`),
      /line 2 of t\.csv: a quote is opened and never closed/,
    );
    const trailing = /line 3 of t\.csv: text stands after a closing quote; .* written twice \(""\)/;
    const content = `x,y\n1,2\n3,"4" oops\n${more}5,"6"\n`;
    await assert.rejects(rowsOf(content), trailing);
    for (let cut = 0; cut < 40; cut++) {
      await assert.rejects(rowsOf(content, [cut, cut + 1, cut + 3]), trailing);
    }
  });

  it('stop at a quote that is never closed before they fill the memory', async () => {
    const endless = {
      name: 't.csv',
      size: 0,
      async *chunks() {
        yield new TextEncoder().encode('x,y\n1,"');
        for (;;) {
          yield new Uint8Array(1 << 20).fill(0x61);
        }
      },
    };
    const read = async () => {
      for await (const _ of (await openRows(endless)).rows) {
        // reads it to the end
      }
    };
    await assert.rejects(
      read(),
      /line 2 of t\.csv does not end within 8000000 characters; is a quote not closed/,
    );
  });

  it('report how much was read, and stop where that throws', async () => {
    const source = sourceOf('t.csv', 'x,y\n1,2\n3,4\n5,6\n', [6, 10]);
    const reported: number[] = [];
    const read = async () => {
      for await (const _ of (
        await openRows({
          ...source,
          progress(bytes) {
            reported.push(bytes);
            if (bytes >= 10) {
              throw new RangeError('cancelled');
            }
          },
        })
      ).rows) {
        // reads it to the end
      }
    };
    await assert.rejects(read(), RangeError);
    assert.deepEqual(reported, [6, 10]);
  });
});
