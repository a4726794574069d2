import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type DateOrder, dateReader, detectDates, offsetOf } from '../../../../src/data/cells/dates';

const two = (value: number) => String(value).padStart(2, '0');
const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Ways in which people write a minute of time. */
const ways: readonly (readonly [DateOrder, (y: number, m: number, d: number) => string])[] = [
  ['year-month-day', (y, m, d) => `${y}-${two(m)}-${two(d)}`],
  ['year-month-day', (y, m, d) => `${y}.${m}.${d}`],
  ['year-month-day', (y, m, d) => `${y}${two(m)}${two(d)}`],
  ['day-month-year', (y, m, d) => `${d}.${m}.${y}`],
  ['day-month-year', (y, m, d) => `${two(d)}/${two(m)}/${y}`],
  ['day-month-year', (y, m, d) => `${d}-${names[m - 1]}-${y}`],
  ['month-day-year', (y, m, d) => `${m}/${d}/${y}`],
  ['month-day-year', (y, m, d) => `${names[m - 1]} ${d}, ${y}`],
];

describe('dates in cells', () => {
  it('are the minute that was written, in any order', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...ways),
        fc.integer({ min: 0, max: 60 * 24 * 40_000 }),
        fc.constantFrom('', ' ', 'T', 'pm'),
        ([order, write], minutes, time) => {
          const whole = time === '' ? minutes - (minutes % 1440) : minutes;
          const date = new Date(60_000 * whole);
          const [hour, minute] = [date.getUTCHours(), date.getUTCMinutes()];
          const clock =
            time === 'pm'
              ? ` ${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`
              : time === ''
                ? ''
                : `${time}${two(hour)}:${two(minute)}`;
          const text = `${write(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())}${clock}`;
          assert.ok(Math.abs(dateReader(order)(text) * 1440 - whole) < 1e-4, `${text} in ${order}`);
        },
      ),
      { numRuns: 500 },
    ));

  it('are found in their order, from a month of days', () => {
    for (const [order, write] of ways) {
      const cells = Array.from({ length: 60 }, (_, t) => {
        const date = new Date(86_400_000 * (18_000 + t));
        return write(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
      });
      const found = detectDates('date', cells);
      assert.equal(found?.found, 60, cells[0]);
      assert.equal(dateReader(found.order)(cells[20]), 18_020, `${cells[20]} as ${found.order}`);
      assert.ok(found.order === order || /[A-Z]/.test(cells[0]));
    }
  });

  it('of days that the calendar lacks are none', () => {
    for (const text of [
      '2021-02-29',
      '2021-13-01',
      '2021-00-10',
      '31.4.2021',
      '2021-01-01 25:00',
      '12:60',
      'May',
    ]) {
      for (const order of ['year-month-day', 'day-month-year', 'clock'] as const) {
        assert.ok(Number.isNaN(dateReader(order)(text)), `${text} as ${order}`);
      }
    }
  });

  it('may say how far they are from Greenwich', () => {
    assert.equal(offsetOf('2021-06-01T12:00:00+02:00'), 2 / 24);
    assert.equal(offsetOf('2021-06-01 12:00 -0330'), -3.5 / 24);
    assert.equal(offsetOf('2021-06-01T12:00:00Z'), 0);
    for (const text of ['2021-06-01', '2021-06-01 12:00', '1-2-2021', '06-01-2021']) {
      assert.ok(Number.isNaN(offsetOf(text)), text);
    }
  });

  it('are numbers of seconds only where the name or even steps say so', () => {
    const seconds = Array.from({ length: 20 }, (_, t) => String(1_600_000_000 + 60 * t));
    assert.equal(detectDates('x', seconds)?.order, 'seconds');
    assert.equal(detectDates('timestamp', ['1600000000', '1600000100', '1600000105'])?.order, 'seconds');
    assert.equal(detectDates('population', ['1600000000', '1600000100', '1600000105']), undefined);
    assert.equal(
      detectDates(
        'x',
        seconds.map((each) => `${each}000`),
      )?.order,
      'milliseconds',
    );
  });
});
