/** Dates behind the end of a series. */
import { strict as assert } from 'node:assert';
import { futureDays } from '../../../../src/data/cells/futureDays';

/** Days since 1970 of `2020-02-28` or `2020-02-28 21:00`, in UTC. */
const dayOf = (text: string) =>
  Date.parse(`${text.replace(' ', 'T')}${text.includes(' ') ? ':00Z' : ''}`) / 86_400_000;
const dates = (...texts: string[]) => Float64Array.from(texts, dayOf);
const shown = (day: number) => new Date(Math.round(day * 86_400_000)).toISOString().slice(0, 16);

describe('the dates behind the end of a series', () => {
  it('go on by days, by hours, and by the commonest distance where some rows are missing', () => {
    const daily = futureDays(dates('2020-02-26', '2020-02-27', '2020-02-28'));
    assert.deepEqual(
      [1, 2, 3].map((k) => shown(daily(k)).slice(0, 10)),
      ['2020-02-29', '2020-03-01', '2020-03-02'],
    );
    const hourly = futureDays(dates('2020-02-28 21:00', '2020-02-28 22:00', '2020-02-28 23:00'));
    assert.equal(shown(hourly(2)), '2020-02-29T01:00');
    const weekdays = futureDays(dates('2024-05-07', '2024-05-08', '2024-05-09', '2024-05-10', '2024-05-13'));
    assert.equal(shown(weekdays(1)).slice(0, 10), '2024-05-14');
  });

  it('go on by months and years on the same day, or on the last day of a shorter month', () => {
    const monthly = futureDays(dates('2020-10-01', '2020-11-01', '2020-12-01'));
    assert.deepEqual(
      [1, 2, 14].map((k) => shown(monthly(k)).slice(0, 10)),
      ['2021-01-01', '2021-02-01', '2022-02-01'],
    );
    const yearly = futureDays(dates('2015-06-30', '2016-06-30', '2017-06-30'));
    assert.equal(shown(yearly(3)).slice(0, 10), '2020-06-30');
    const thirtieth = futureDays(dates('2019-11-30', '2019-12-30', '2020-01-30'));
    assert.deepEqual(
      [1, 2].map((k) => shown(thirtieth(k)).slice(0, 10)),
      ['2020-02-29', '2020-03-30'],
    );
  });

  it('are not known where the last rows have none', () => {
    assert.ok(Number.isNaN(futureDays(dates('2020-01-01'))(1)));
    assert.ok(Number.isNaN(futureDays(Float64Array.of(1, Number.NaN))(1)));
  });
});
