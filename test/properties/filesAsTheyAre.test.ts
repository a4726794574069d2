/** Tables as people have them: what is read of each, and what a note says about it. */
import { strict as assert } from 'node:assert';
import type { Dataset } from '../../src/data/common/dataset';
import { loadDataset } from '../../src/data/load';
import { configOf, sourceOf, written } from '../unit/data/sources';

const hours = (n: number) => Array.from({ length: n }, (_, t) => t);
const wave = (t: number) => 20 + 5 * Math.sin(t / 4);
const two = (value: number) => String(value).padStart(2, '0');

/** Loads a table whose config names targets and little else. */
async function read(content: string | Uint8Array, data: object, task: object = {}): Promise<Dataset> {
  const config = configOf({
    data: { file: 't.csv', window: 3, normalize: 'none', validation: 0, ...data },
    task,
  });
  return loadDataset(config, async (file) => sourceOf(file, content));
}

const firstInputs = (dataset: Dataset) => written(dataset, dataset.training, 0).x;
const notesOf = ({ notes }: Dataset) => notes.join(' ');

describe('a file as a person has it', () => {
  it('has semicolons, decimal commas, and dates with the day first', async () => {
    const rows = hours(60).map(
      (t) => `${1 + Math.floor(t / 24)}.2.2021 ${t % 24}:00;${wave(t).toFixed(2).replace('.', ',')}`,
    );
    const dataset = await read(`Zeit;Temperatur\n${rows.join('\n')}\n`, { targets: ['Temperatur'] });
    assert.deepEqual(firstInputs(dataset), [[20], [21.24], [22.4]]);
    assert.equal(dataset.training.stepLabel(0, 2), '2021-02-01 02:00');
    assert.match(
      notesOf(dataset),
      /separated by semicolons.*decimal comma.*"Zeit" is read as a date with the day first/,
    );
  });

  it('has thousands separators and percent signs', async () => {
    const rows = hours(30).map((t) => `"${(1_000_000 + 123 * t).toLocaleString('en-US')}",${50 + t}%`);
    const dataset = await read(`visits,share\n${rows.join('\n')}\n`, { targets: ['share'] });
    assert.equal(dataset.targetKind, 'values');
    assert.deepEqual(firstInputs(dataset)[1], [1_000_123, 51]);
    assert.match(notesOf(dataset), /"," between thousands/);
  });

  it('has a row of units under its names, and comments above them', async () => {
    const rows = hours(30).map((t) => `2021-01-0${1 + Math.floor(t / 24)} ${two(t % 24)}:00,${wave(t)},1013`);
    const content = `# station 7\n# made by hand, "mostly"\ntime,temp,pressure\nUTC,degC,hPa\n${rows.join('\n')}\n`;
    const dataset = await read(content, { targets: ['temp'] });
    assert.deepEqual(dataset.inputNames, ['temp']);
    assert.equal(firstInputs(dataset)[0][0], 20);
    assert.equal(dataset.training.position?.(0, 0)?.line, 4);
    assert.match(notesOf(dataset), /Lines that begin with # .*Line 4 holds units \(UTC, degC, hPa\)/);
    assert.match(notesOf(dataset), /one value in all rows are left out: pressure/);
  });

  it('has text above its header, and rows of nothing at its end', async () => {
    const rows = hours(20).map((t) => `${t},${wave(t)},${t * t}`);
    const content = `Weather station 7\nmade 2021\n\nt,x,y\n${rows.join('\n')}\n,,\n,,\n`;
    const dataset = await read(content, { targets: ['y'], inputs: ['x'] });
    assert.equal(dataset.training.position?.(0, 0)?.line, 4);
    assert.match(notesOf(dataset), /above the header, up to line 3, .*2 rows of empty fields at the end/);
  });

  it('has names in a comment, as NumPy writes them', async () => {
    const dataset = await read(
      `# x y\n${hours(20)
        .map((t) => `${t}.5 ${2 * t}`)
        .join('\n')}\n`,
      { targets: ['y'] },
    );
    assert.deepEqual(dataset.inputNames, ['x', 'y']);
    assert.deepEqual(firstInputs(dataset)[1], [1.5, 2]);
  });

  it('has the index of pandas, an id in each row, and a name twice', async () => {
    const rows = hours(30).map((t) => `${t},${7919 * t},${wave(t)},${t % 7}`);
    const dataset = await read(`,order_id,temp,temp\n${rows.join('\n')}\n`, { targets: ['temp'] });
    assert.deepEqual(dataset.inputNames, ['temp', 'temp.2']);
    assert.match(
      notesOf(dataset),
      /only count the rows are left out: index\..*name each row are left out: order_id/,
    );
  });

  it('has row names without a header of their own, as R writes them', async () => {
    const dataset = await read(
      `x y\n${hours(20)
        .map((t) => `"${t + 1}" ${t}.5 ${2 * t}`)
        .join('\n')}\n`,
      { targets: ['y'] },
    );
    assert.deepEqual(dataset.inputNames, ['x', 'y']);
    assert.deepEqual(firstInputs(dataset)[1], [1.5, 2]);
  });

  it('has no header, and columns by spaces', async () => {
    const rows = hours(40).map(
      (t) => `${1 + Math.floor(t / 20)}  ${1 + (t % 20)} ${wave(t).toFixed(4)}   641.82 `,
    );
    const dataset = await read(`${rows.join('\n')}\n`, { targets: ['column 3'], group: 'column 1' });
    assert.deepEqual(dataset.inputNames, ['column 2', 'column 3']);
    assert.equal(firstInputs(dataset)[0][1], 20);
    assert.match(notesOf(dataset), /Line 1 already holds values/);
  });

  it('says in many ways that a value is missing', async () => {
    const ways = ['?', 'NA', 'NaN', 'null', '-', '', 'n/a', '#N/A', '--', 'None'];
    const rows = hours(60).map((t) => (t > 2 && t % 6 === 0 ? ways[t / 6 - 1] : wave(t).toFixed(1)));
    const dataset = await read(`x,k\n${rows.map((x) => `${x},1`).join('\n')}\n`, {
      targets: ['x'],
      inputs: ['x'],
    });
    assert.equal(dataset.targetKind, 'values');
    assert.match(notesOf(dataset), /previous row's: 9 in "x"/);
  });

  it('has −200 where nothing was measured: noted, and missing once the config says so', async () => {
    const rows = hours(200).map((t) => `${t % 20 === 19 ? -200 : wave(t).toFixed(2)}`);
    const plain = await read(`co\n${rows.join('\n')}\n`, { targets: ['co'] });
    assert.match(
      notesOf(plain),
      /-200 is 10 times in "co", far from every other value: .*"missingValues": \[-200\]/,
    );
    const told = await read(`co\n${rows.join('\n')}\n`, { targets: ['co'], missingValues: [-200] });
    assert.match(notesOf(told), /previous row's: 10 in "co"/);
    assert.doesNotMatch(notesOf(told), /far from/);
    const fine = await read(
      `co\n${hours(200)
        .map((t) => -wave(t))
        .join('\n')}\n`,
      { targets: ['co'] },
    );
    assert.doesNotMatch(notesOf(fine), /far from/);
  });

  it('is in Windows-1252 or UTF-16', async () => {
    const text = `Größe,x\n${hours(20)
      .map((t) => `${t}.5,${wave(t)}`)
      .join('\n')}\n`;
    const western = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const wide = new Uint8Array(Buffer.from(`\uFEFF${text.replaceAll(',', '\t')}`, 'utf16le'));
    for (const [bytes, name] of [
      [western, 'Windows-1252'],
      [wide, 'UTF-16'],
      [wide.subarray(2), 'UTF-16'],
      [new Uint8Array(Buffer.from(wide).swap16()), 'UTF-16'],
    ] as const) {
      const dataset = await read(bytes, { targets: ['Größe'] });
      assert.deepEqual(firstInputs(dataset)[1][0], 1.5);
      assert.match(notesOf(dataset), new RegExp(`read as ${name}`));
    }
  });
});

describe('time in a file', () => {
  const stamp = (t: number) => new Date(Date.UTC(2021, 2, 20) + 3_600_000 * t).toISOString().slice(0, 16);
  const table = (order: readonly number[]) => `when,x\n${order.map((t) => `${stamp(t)},${t}`).join('\n')}\n`;
  const firsts = (dataset: Dataset) =>
    Array.from({ length: dataset.training.count }, (_, i) => written(dataset, dataset.training, i).x[0][0]);

  it('runs backwards, or is scrambled: rows are sorted', async () => {
    const backwards = await read(table(hours(40).reverse()), { targets: ['x'] });
    assert.deepEqual(firsts(backwards), hours(37));
    assert.equal(backwards.training.position?.(0, 0)?.line, 40);
    assert.match(notesOf(backwards), /the file has the newest "when" first/);
    const scrambled = await read(table(hours(40).map((t) => (t * 7) % 40)), { targets: ['x'] });
    assert.deepEqual(firsts(scrambled), hours(37));
    assert.match(notesOf(scrambled), /Rows are sorted by "when"/);
  });

  it('has a gap of eight days: no window crosses it unless it may', async () => {
    const gap = hours(80).map((t) => (t < 40 ? t : t + 192));
    const split = await read(table(gap), { targets: ['x'] });
    assert.equal(split.training.count, 2 * 37);
    assert.match(notesOf(split), /No window crosses the gap in "when", 8 days before line 42/);
    const crossing = await read(table(gap), { targets: ['x'], gaps: 'cross' });
    assert.equal(crossing.training.count, 77);
  });

  it('rests at night and at weekends without a gap', async () => {
    const trading = hours(24 * 60).filter((t) => t % 24 >= 9 && t % 24 <= 16 && Math.floor(t / 24) % 7 < 5);
    const dataset = await read(table(trading), { targets: ['x'] });
    assert.equal(dataset.training.count, trading.length - 3);
  });

  it('repeats an hour at the end of summer time', async () => {
    const local = hours(96).map((t) => (t < 50 ? t : t - 1));
    const dataset = await read(table(local), { targets: ['x'] });
    assert.match(notesOf(dataset), /In line 52 "when" goes back by an hour, as clocks do/);
    const rows = hours(96).map((t) => `${stamp(t < 50 ? t + 2 : t + 1)}:00+0${t < 50 ? 2 : 1}:00,${t}`);
    const offsets = await read(`when,x\n${rows.join('\n')}\n`, { targets: ['x'] });
    assert.deepEqual(firsts(offsets), hours(93));
    assert.equal(notesOf(offsets), 'Columns that hold no numbers are left out: when.');
  });

  it('counts milliseconds, or stands in columns of date and hour: it is no input', async () => {
    const counted = hours(40).map((t) => `${1_600_000_000_000 + 60_000 * t},${wave(t)}`);
    const dataset = await read(`timestamp,x\n${counted.join('\n')}\n`, { targets: ['x'] });
    assert.deepEqual(dataset.inputNames, ['x']);
    assert.equal(dataset.training.stepLabel(0, 1), '2020-09-13 12:27');
    const apart = hours(60).map((t) => `${two(10 + Math.floor(t / 24))}/03/2004;${two(t % 24)}.00.00;${t},5`);
    const joined = await read(`Date;Time;x\n${apart.join('\n')}\n`, { targets: ['x'] });
    assert.equal(joined.training.stepLabel(1, 0), '2004-03-10 01:00');
    const parts = hours(60).map((t) => `${t + 1},2010,1,${1 + Math.floor(t / 24)},${t % 24},${wave(t)}`);
    const beijing = await read(`No,year,month,day,hour,pm\n${parts.join('\n')}\n`, { targets: ['pm'] });
    assert.equal(beijing.training.stepLabel(0, 2), '2010-01-01 02:00');
    assert.deepEqual(beijing.inputNames, ['day', 'hour', 'pm']);
  });
});

describe('what a column is', () => {
  it('is decided by all of its cells', async () => {
    const rows = hours(60).map((t) => `${t === 0 ? 'start' : t === 31 ? 'stop' : wave(t)},${t}`);
    await assert.rejects(
      read(`x,y\n${rows.join('\n')}\n`, { targets: ['y'] }),
      /line 2 of t\.csv: "start" in column "x" is not a number like most of the others, and so it is in line 33;/,
    );
    const listed = await read(`x,y\n${rows.join('\n')}\n`, {
      targets: ['y'],
      missingValues: ['start', 'stop'],
    });
    assert.match(notesOf(listed), /1 in "x"|2 in "x"/);
    for (const [cell, day] of [
      ['2023.09.07', '2023-09-07'],
      ['31/12/2022', '2022-12-31'],
      ['12/31/2022', '2022-12-31'],
      ['7-Sep-2023', '2023-09-07'],
      ['Sep 7, 2023', '2023-09-07'],
    ]) {
      const same = await read(
        `d,x\n${hours(20)
          .map((t) => `"${cell}",${t}`)
          .join('\n')}\n`,
        { targets: ['x'] },
      );
      assert.equal(same.training.stepLabel(0, 0), day);
    }
  });

  it('is no class where nearly every row has another text', async () => {
    const content = `note,x\n${hours(200)
      .map((t) => `remark ${t},${wave(t)}`)
      .join('\n')}\n`;
    await assert.rejects(
      read(content, { targets: ['note'] }),
      /holds 200 different texts in 200 rows, which are no classes/,
    );
    await assert.rejects(read(content, { targets: ['x'], inputs: ['note'] }), /200 different texts/);
    const meant = await read(content, { targets: ['note'], columns: { note: 'class' } });
    assert.equal(meant.outputSize, 200);
  });

  it('may be a whole number and a class, in the order of the numbers', async () => {
    const content = `x,activity\n${hours(60)
      .map((t) => `${wave(t)},${1 + ((t * 5) % 12)}`)
      .join('\n')}\n`;
    const classes = await read(content, { targets: ['activity'], inputs: ['x'] }, { loss: 'crossEntropy' });
    assert.deepEqual(
      classes.outputNames,
      hours(12).map((t) => String(t + 1)),
    );
    assert.deepEqual(written(classes, classes.training, 0).targetClass[2], (3 * 5) % 12);
    const named = await read(content, {
      targets: ['activity'],
      inputs: ['x'],
      columns: { activity: 'class' },
    });
    assert.equal(named.targetKind, 'classes');
  });
});

describe('several series in a file', () => {
  it('alternate row by row: each is read on its own, and so is its baseline', async () => {
    const stations = [7, 12, 30];
    const rows = hours(60).flatMap((t) =>
      stations.map(
        (id, s) => `2021-01-${two(1 + Math.floor(t / 24))} ${two(t % 24)}:00,${id},${100 * s + t}`,
      ),
    );
    const dataset = await read(`time,station,x\n${rows.join('\n')}\n`, { targets: ['x'] });
    assert.equal(dataset.baseline.loss, 1); // each series rises by one
    assert.match(notesOf(dataset), /Several rows have the same time, one for each of 3 different "station"/);
    const turns = hours(60).flatMap((t) => ['a', 'b', 'c'].map((id, s) => `${id},${100 * s + t}`));
    assert.equal((await read(`id,x\n${turns.join('\n')}\n`, { targets: ['x'] })).baseline.loss, 1);
  });

  it('stand one in each row: a wide table', async () => {
    const rows = hours(8).map(
      (s) =>
        `country ${s},${hours(12)
          .map((t) => 100 * s + t)
          .join(',')}`,
    );
    const header = `id,${hours(12)
      .map((t) => 1979 + t)
      .join(',')}`;
    const dataset = await read(`${header}\n${rows.join('\n')}\n`, {
      targets: ['value'],
      group: 'id',
      layout: 'wide',
    });
    assert.equal(dataset.training.count, 8 * 9);
    assert.equal(dataset.training.label(9), 'country 1: rows 1–3');
    assert.equal(dataset.baseline.loss, 1);
    const labelled = hours(20).map(
      (s) =>
        `${s % 2},${hours(6)
          .map((t) => (s % 2) * 10 + t)
          .join(',')}`,
    );
    const classes = await read(
      `label,${hours(6)
        .map((t) => `t${t}`)
        .join(',')}\n${labelled.join('\n')}\n`,
      { targets: ['label'], layout: 'wide', window: 6, horizon: 0, split: 'random' },
      { loss: 'crossEntropy' },
    );
    assert.equal(classes.training.count, 20);
    assert.deepEqual(classes.inputNames, ['value']);
  });
});

describe('targets', () => {
  it('that are nearly all one class, out of reach, or read without a past are noted', async () => {
    const rare = hours(200).map((t) => `${wave(t)},${t % 40 === 7 ? 'bad' : 'ok'}`);
    const classes = await read(`x,state\n${rare.join('\n')}\n`, { targets: ['state'], inputs: ['x'] });
    assert.match(notesOf(classes), /97 % of the training targets are "ok" in "state"/);
    const trend = hours(200).map((t) => `${t}`);
    const rising = await read(`x\n${trend.join('\n')}\n`, { targets: ['x'], validation: 0.3 });
    assert.match(notesOf(rising), /100 % of the validation targets of "x" lie above 139,/);
    const single = await read(`x\n${trend.join('\n')}\n`, { targets: ['x'], window: 1 });
    assert.match(notesOf(single), /The window is a single row/);
    const fine = await read(`x\n${hours(200).map(wave).join('\n')}\n`, { targets: ['x'], validation: 0.3 });
    assert.equal(notesOf(fine), '');
  });

  it('that never change leave nothing to predict', async () => {
    const rows = hours(50).map((t) => `${wave(t)},5`);
    await assert.rejects(
      read(`x,y\n${rows.join('\n')}\n`, { targets: ['y'] }),
      /"y" is 5 in every row; there is nothing to predict/,
    );
  });
});
