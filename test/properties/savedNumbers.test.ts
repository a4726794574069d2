/** Numbers of figures as text: read back, they are the same to the last bit. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timeMatrix } from '../../webview/drawing/matrix';
import { csvOf } from '../../webview/export/csv';
import { curveTable, matrixTable, rowTable } from '../../webview/export/numberTables';
import { numpyText } from '../../webview/export/numpyText';
import { parseCsv, parseNumpy } from '../browser/panel/scenes/savedPictures';
import { bitsOf, single } from '../unit/notation/singles';
import { finish } from '../unit/webview/base/work';

const facts = { title: '', across: 'step', labels: [] };

describe('numbers of figures', () => {
  it('are one CSV row per step, whatever their headers hold', () => {
    const tensor = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }))
      .chain(([steps, size]) =>
        fc.record({
          steps: fc.constant(steps),
          size: fc.constant(size),
          values: fc.array(single, { minLength: steps * size, maxLength: steps * size }),
          names: fc.array(fc.string({ unit: 'grapheme' }), { minLength: size, maxLength: size }),
        }),
      );
    fc.assert(
      fc.property(tensor, ({ steps, size, values, names }) => {
        const matrix = timeMatrix(Float32Array.from(values), steps, size);
        const bytes = finish(csvOf(matrixTable(matrix, { ...facts, rowName: (row) => names[row] })));
        const [head, ...rows] = parseCsv(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes ?? undefined),
        );
        assert.deepEqual(head, ['step', ...names]);
        assert.deepEqual(
          rows.map(([step]) => step),
          Array.from({ length: steps }, (_, step) => String(step)),
        );
        const read = rows.flatMap((row) => row.slice(1).map((field) => bitsOf(Number(field))));
        assert.deepEqual(read, values.map(bitsOf));
      }),
    );
  });

  it('pause repeatedly while they are written, and end at a limit', () => {
    const huge = matrixTable(timeMatrix(new Float32Array(40_000), 400, 100), facts);
    let pauses = 0;
    const shares: number[] = [];
    const work = csvOf(huge, (share) => shares.push(share));
    while (!work.next().done) {
      pauses++;
    }
    assert.ok(pauses >= 20, String(pauses));
    assert.deepEqual(
      shares,
      shares.toSorted((one, other) => one - other),
    );
    const wide = rowTable(['a'], ['x'.repeat(130_000_000)], [{ heads: ['1'], values: [1] }]);
    assert.equal(finish(csvOf(wide)), null);
  });

  it('leave missing values empty', () => {
    const table = curveTable(
      [
        { label: 'y', values: Float32Array.of(0.5, 0.1) },
        { label: 'target, "t"', values: [Number.NaN, 2, 0.1] },
      ],
      facts,
    );
    const bytes = finish(csvOf(table));
    assert.equal(
      new TextDecoder().decode(bytes ?? undefined),
      'step,y,"target, ""t"""\r\n0,0.5,\r\n1,0.1,2\r\n2,,0.1\r\n',
    );
  });

  it('are read back by Python', () => {
    fc.assert(
      fc.property(fc.array(single, { minLength: 6, maxLength: 6 }), (values) => {
        const text = numpyText('l0.grad.h', 'a run\nof two lines', Float32Array.from(values), [2, 3]);
        const read = parseNumpy(text);
        assert.deepEqual([read.name, read.shape], ['l0_grad_h', [2, 3]]);
        assert.deepEqual([...read.values].map(bitsOf), values.map(bitsOf));
        assert.match(text, /^# l0\.grad\.h, float32 \[2, 3\]: a run of two lines\n/);
      }),
    );
  });
});
