import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { detectNumbers, type NumberFormat, numberReader } from '../../../../src/data/cells/numbers';

/** A number as a format writes it. */
function written(value: number, { decimal, thousands }: NumberFormat): string {
  const [whole, fraction] = Math.abs(value).toFixed(2).split('.');
  const grouped = thousands === '' ? whole : whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return `${value < 0 ? '-' : ''}${grouped}${decimal}${fraction}`;
}

const formats = fc
  .record({
    decimal: fc.constantFrom('.' as const, ',' as const),
    thousands: fc.constantFrom('' as const, ',' as const, '.' as const, ' ' as const, "'" as const),
  })
  .filter(({ decimal, thousands }) => decimal !== thousands);
const values = fc.array(
  fc.integer({ min: -1e11, max: 1e11 }).map((cents) => cents / 100),
  { minLength: 1, maxLength: 20 },
);

describe('numbers in cells', () => {
  it('are what was written, in any format', () =>
    fc.assert(
      fc.property(formats, values, (format, numbers) => {
        const read = numberReader(format);
        for (const value of numbers) {
          assert.equal(read(written(value, format)), value);
        }
      }),
    ));

  it('show their format', () =>
    fc.assert(
      fc.property(formats, values, (format, numbers) => {
        const cells = [...numbers, 1234567.89].map((value) => written(value, format));
        assert.deepEqual(detectNumbers(cells, false), { ...format });
      }),
    ));

  it('are told from dates, versions and words', () => {
    const read = numberReader({ decimal: '.', thousands: ',' });
    for (const text of [
      '2021-01-01',
      '1.2.3',
      '1,2',
      '12,34,567',
      'abc',
      '',
      '0x10',
      'Infinity',
      '1e',
      '--1',
      '$',
    ]) {
      assert.ok(Number.isNaN(read(text)), text);
    }
    for (const [text, value] of [
      ['55%', 55],
      ['$1,234.50', 1234.5],
      ['-€ 12', -12],
      ['−7', -7],
      ['1e-3', 0.001],
      [' 4.', 4],
    ] as const) {
      assert.equal(read(text), value, text);
    }
  });

  it('with one comma before three digits are read by what separates the fields', () => {
    assert.deepEqual(detectNumbers(['1,234', '5,678'], true), { decimal: '.', thousands: ',' });
    assert.equal(detectNumbers(['1,234', '5,678'], false).decimal, ',');
    assert.deepEqual(detectNumbers(['1,234', '5.5'], false), { decimal: '.', thousands: ',' });
  });
});
