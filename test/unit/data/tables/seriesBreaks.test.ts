/** Rows and lines that belong to different subjects, although the config treats them as one sequence. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Random } from '../../../../src/data/common/random';
import { load } from '../sources';

const random = new Random(1, 'test');
const steps = (count: number) => Array.from({ length: count }, (_, i) => i);
const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
const wave = (t: number) => Math.sin(t / 5) + 0.1 * random.normal();

async function breaksOf(content: string, data: object = {}) {
  const { facts } = await load({ data: { file: 't.csv', targets: ['x'], window: 10, ...data } }, content);
  return facts?.breaks;
}

const csv = (header: string, rows: readonly (readonly (string | number)[])[]) =>
  `${header}\n${rows.map((row) => row.join()).join('\n')}\n`;

describe('breaks in a table', () => {
  const stations = ['north', 'south', 'east'];

  it('are recognised by a column that changes where the dates go back', async () => {
    const rows = stations.flatMap((name) => steps(200).map((t) => [name, day(t), wave(t)]));
    const breaks = await breaksOf(csv('station,date,x', rows), { validation: 0 });
    assert.ok(breaks);
    assert.deepEqual([breaks.by, breaks.column, breaks.count, breaks.line], ['dates', 'station', 2, 202]);
    // There are 590 windows of ten rows and one target; ten of them cross a given break.
    assert.equal(breaks.sequences, 20 / 590);
  });

  it('are recognised by a number used as a name, where the values jump', async () => {
    const rows = steps(4).flatMap((id) => steps(150).map((t) => [id, 10 * id + wave(t)]));
    const breaks = await breaksOf(csv('patient,x', rows), { inputs: ['x'] });
    assert.deepEqual([breaks?.by, breaks?.column, breaks?.line], ['jumps', 'patient', 152]);
  });

  it('are recognised by dates alone, as far as the windows reach', async () => {
    const rows = steps(3).flatMap(() => steps(200).map((t) => [day(t), wave(t)]));
    const breaks = await breaksOf(csv('date,x', rows), { inputs: ['x'] });
    assert.deepEqual([breaks?.by, breaks?.column, breaks?.count], ['dates', undefined, 2]);
  });

  it('are all counted where a window is longer than a series', async () => {
    const rows = stations.flatMap((name) => steps(100).map((t) => [name, day(t), wave(t)]));
    const content = csv('station,date,x', rows);
    const breaks = await breaksOf(content, { window: 250, stride: 250, validation: 0 });
    assert.deepEqual([breaks?.count, breaks?.sequences], [2, 1]);
  });

  it('are not reported where no window crosses them', async () => {
    const rows = stations.flatMap((name) => steps(220).map((t) => [name, day(t), wave(t)]));
    const content = csv('station,date,x', rows);
    const whole = { window: 10, stride: 11, validation: 0 };
    assert.equal(await breaksOf(content, whole), undefined);
    assert.ok(await breaksOf(content, { ...whole, stride: 7 }));
  });

  const quiet: Readonly<Record<string, () => readonly (readonly (string | number)[])[]>> = {
    'a season that returns': () =>
      steps(800).map((t) => [['winter', 'spring', 'summer'][Math.floor(t / 90) % 3], day(t), wave(t)]),
    'a year that goes on': () => steps(1200).map((t) => [2020 + Math.floor(t / 365), day(t), wave(t)]),
    'weather, and a clock put back': () =>
      steps(600).map((t) => [
        random.next() < 0.3 ? 'rain' : 'sun',
        `2020-10-${String(20 + Math.floor(t / 48)).padStart(2, '0')} ${String(Math.floor((t % 48) / 2) - (t === 300 ? 1 : 0)).padStart(2, '0')}:${t % 2 ? 30 : '00'}`,
        wave(t),
      ]),
    'the newest row first': () => steps(500).map((t) => ['a', day(500 - t), wave(t)]),
    'days and hours in columns of their own': () =>
      steps(720).map((t) => [t % 24, day(Math.floor(t / 24)), wave(t)]),
    'a machine switched on and off': () =>
      steps(600).map((t) => [t % 200 < 100 ? 'on' : 'off', day(t), (t % 200 < 100 ? 50 : 0) + wave(t)]),
  };
  for (const [what, rows] of Object.entries(quiet)) {
    it(`are not found in ${what}`, async () => {
      assert.equal(await breaksOf(csv('name,date,x', rows()), { inputs: ['x'] }), undefined);
    });
  }

  it('are not looked for where the config states what belongs together', async () => {
    const rows = stations.flatMap((name) => steps(200).map((t) => [name, day(t), wave(t)]));
    assert.equal(await breaksOf(csv('station,date,x', rows), { group: 'station' }), undefined);
  });
});

describe('breaks in a text', () => {
  const names = readFileSync('examples/names/first-names.txt', 'utf8');
  const breaks = async (content: string, data: object = {}, training: object = {}) => {
    const config = { data: { file: 't.txt', ...data }, training };
    return (await load(config, content)).facts?.breaks;
  };

  it('are the lines of a list of names that is read as one stream', async () => {
    const found = await breaks(names, { window: 50 });
    assert.deepEqual([found?.by, found?.line, found?.sequences], ['lines', 2, 1]);
    assert.equal(await breaks(names, { sequences: 'line' }), undefined);
  });

  it('are crossed as well by the long rows of truncated training', async () => {
    assert.equal((await breaks(names, {}, { truncate: 50 }))?.sequences, 1);
  });

  const quiet: Readonly<Record<string, string>> = {
    verse: 'Shall I compare thee to a summer’s day?\nThou art more lovely and more temperate:\n'.repeat(40),
    'wrapped running text':
      'the old cat saw the red house by the\nriver and met a small dog and a bird\n'.repeat(40),
    'a program': 'if (x) {\n  return y;\n}\nelse {\n  x = 1;\n}\n'.repeat(30),
    'letters wrapped at a width': `${'ACGTTGCA'.repeat(5)}\n`.repeat(60),
    'a list of numbers': steps(200).join('\n'),
    'few lines': 'Ada Lovelace\nGrace Hopper\nEmmy Noether\n',
  };
  for (const [what, content] of Object.entries(quiet)) {
    it(`are not found in ${what}`, async () => {
      assert.equal(await breaks(content, { window: 8, validation: 0 }), undefined);
    });
  }
});
