import { strict as assert } from 'node:assert';
import { parseConfig } from '../../../../src/config/parse';
import { suggestConfig } from '../../../../src/config/suggest';
import { describeTable, looksLikeTable } from '../../../../src/data/descriptions/describeTable';
import { suggestTable, targetColumns } from '../../../../src/data/descriptions/suggestTable';
import { loadDataset } from '../../../../src/data/load';
import { sourceOf } from '../sources';

const steps = (n: number) => Array.from({ length: n }, (_, t) => t);
const wave = (t: number) => (20 + 5 * Math.sin(t / 4)).toFixed(2);
const day = (t: number) =>
  `2021-${String(1 + Math.floor(t / 28)).padStart(2, '0')}-${String(1 + (t % 28)).padStart(2, '0')}`;
const lines = (header: string, rows: readonly string[]) => `${header}\n${rows.join('\n')}\n`;

/** Tables as people have them. */
const files: Readonly<Record<string, string>> = {
  plain: lines(
    'day,x,sky',
    steps(200).map((t) => `${day(t)},${wave(t)},${t % 3 ? 'sun' : 'rain'}`),
  ),
  european: lines(
    'Tag;Wert',
    steps(100).map((t) => `${1 + (t % 28)}.${1 + Math.floor(t / 28)}.2021;${wave(t).replace('.', ',')}`),
  ),
  units: lines(
    'time,temp,p\nUTC,degC,hPa',
    steps(100).map((t) => `${day(t)},${wave(t)},${1000 + t}`),
  ),
  index: lines(
    ',x,y',
    steps(100).map((t) => `${t},${wave(t)},${t * t}`),
  ),
  nameless: steps(100)
    .map((t) => `${wave(t)} ${t}.0 ${t % 4}`)
    .join('\n'),
  strangers: lines(
    'co,t',
    steps(300).map((t) => `${t % 25 === 24 ? -200 : wave(t)},${t % 50 === 49 ? -200 : t}`),
  ),
  activity: lines(
    'acc,gyro,activity',
    steps(300).map((t) => `${wave(t)},${t % 11},${1 + (Math.floor(t / 9) % 6)}`),
  ),
  stations: lines(
    'day,station,x',
    steps(80).flatMap((t) => ['a', 'b', 'c'].map((id) => `${day(t)},${id},${wave(t)}`)),
  ),
  wide: lines(
    `id,${steps(12)
      .map((t) => 1979 + t)
      .join(',')}`,
    steps(30).map(
      (s) =>
        `c${s},${steps(12)
          .map((t) => wave(s + t))
          .join(',')}`,
    ),
  ),
  short: lines(
    'day,x',
    steps(9).map((t) => `${day(t)},${wave(t)}`),
  ),
  tiny: lines(
    'day,x',
    steps(24).map((t) => `${day(t)},${wave(t)}`),
  ),
  remarks: lines(
    'note,x',
    steps(100).map((t) => `remark ${t},${wave(t)}`),
  ),
  onlyWords: lines(
    'from,to',
    steps(120).map((t) => `${'abc'[t % 3]},${'xyz'[(t * 2) % 3]}`),
  ),
};

describe('a config suggested for a table', () => {
  for (const [name, text] of Object.entries(files)) {
    it(`trains as it is written, whatever is chosen: ${name}`, async () => {
      const table = await describeTable(sourceOf('t.csv', text));
      const strangers = [...new Set(table.columns.flatMap(({ stranger }) => stranger?.value ?? []))];
      const choices = [
        ...targetColumns(table).flatMap(({ name: target, likeClasses }) =>
          [false, ...(likeClasses ? [true] : [])].map((asClass) => ({ target, asClass, wide: false })),
        ),
        ...(table.wide ? [{ target: 'value', asClass: false, wide: true }] : []),
      ];
      assert.ok(choices.length > 0, JSON.stringify(table.columns));
      for (const choice of choices) {
        const { inputs, targets, ...suggested } = suggestTable(table, {
          ...choice,
          missingValues: strangers,
        });
        const written = suggestConfig({ file: 't.csv', inputs, targets, table: suggested, cell: 'gru' });
        const { config, problems } = parseConfig(written);
        assert.deepEqual(problems, [], written);
        assert.ok(config);
        const dataset = await loadDataset(config, async (file) => sourceOf(file, text));
        assert.ok(dataset.training.count > 0 && (dataset.validation.count > 0 || name === 'short'), written);
        assert.ok(
          !dataset.notes.some((note) => /far from every other|goes back/.test(note)),
          dataset.notes.join(' '),
        );
      }
    });
  }

  it('says what it found: series, missing values, classes and the order of fields', async () => {
    const suggest = async (text: string, target: string, asClass = false) => {
      const table = await describeTable(sourceOf('t.csv', text));
      const strangers = [...new Set(table.columns.flatMap(({ stranger }) => stranger?.value ?? []))];
      const { inputs, targets, ...rest } = suggestTable(table, {
        target,
        asClass,
        wide: false,
        missingValues: strangers,
      });
      return suggestConfig({ file: 't.csv', inputs, targets, table: rest, cell: 'gru' });
    };
    assert.match(await suggest(files.stations, 'x'), /"group": "station"/);
    assert.match(await suggest(files.strangers, 'co'), /"missingValues": \[-200\]/);
    assert.match(await suggest(files.activity, 'activity', true), /"columns": \{"activity":"class"\}/);
    assert.match(
      await suggest(files.european, 'Wert'),
      /\/\/ How the file was read: Fields are separated by semicolons\./,
    );
  });

  it('never predicts a time, an index, an id or remarks', async () => {
    const targets = async (text: string) =>
      targetColumns(await describeTable(sourceOf('t.csv', text))).map(({ name }) => name);
    assert.deepEqual(await targets(files.plain), ['x', 'sky']);
    assert.deepEqual(await targets(files.index), ['x', 'y']);
    assert.deepEqual(await targets(files.remarks), ['x']);
  });
});

describe('a file of text', () => {
  it('is a table where it has columns of numbers, and otherwise a text', async () => {
    const is = (text: string) => looksLikeTable(sourceOf('t.txt', text));
    assert.equal(await is(files.nameless), true);
    assert.equal(await is(files.european), true);
    assert.equal(
      await is('Once upon a time, there was\na king, who had\nthree daughters, and\none son,\n'),
      false,
    );
    assert.equal(await is('Ada\nGrace\nEdsger\nAlan\nBarbara\n'), false);
    assert.equal(await is(''), false);
  });
});
