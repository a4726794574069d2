import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../../../src/data/common/random';
import { load } from '../sources';

const rows = 600;
const random = new Random(1, 'test');
/** A slow walk: today's value is close to yesterday's. */
const walk = Array.from({ length: rows + 10 }, () => 0);
for (let t = 1; t < walk.length; t++) {
  walk[t] = walk[t - 1] + random.uniform(-0.5, 0.5);
}

function table(names: string, cells: (t: number) => readonly (string | number)[]): string {
  return `${names}\n${Array.from({ length: rows }, (_, t) => cells(t).join(',')).join('\n')}\n`;
}

async function found(data: object, content: string, task: object = {}) {
  const { facts } = await load({ data: { file: 't.csv', window: 10, ...data }, task }, content);
  return facts?.closeInputs ?? [];
}

describe('inputs that are close to the target', () => {
  it('are reported where the target is present in other units', async () => {
    const content = table('celsius,fahrenheit', (t) => [walk[t], 32 + 1.8 * walk[t]]);
    const [first] = await found({ inputs: ['fahrenheit'], targets: ['celsius'], horizon: 0 }, content);
    assert.deepEqual([first.input, first.column, first.target], ['fahrenheit', 'fahrenheit', 'celsius']);
    assert.ok(first.explained > 0.999_999);
    assert.ok(first.byHistory < 0.999);
  });

  for (const shape of ['many-to-one', 'many-to-many']) {
    it(`are reported where tomorrow’s value is in today’s row (${shape})`, async () => {
      const content = table('x,tomorrow', (t) => [walk[t], 3 * walk[t + 1]]);
      const close = await found({ targets: ['x'] }, content, { shape });
      const [first] = close;
      assert.equal(first.input, 'tomorrow');
      assert.ok(first.explained > 0.999_999);
      // The target’s own history explains no more than history does.
      const own = close.find(({ input }) => input === 'x');
      assert.ok(own && Math.abs(own.explained - own.byHistory) < 1e-9);
    });
  }

  it('are reported for classes: a copy as words, and a number that encodes the class', async () => {
    const word = (t: number) => ['sun', 'rain', 'snow'][Math.floor(Math.abs(walk[t] * 37)) % 3];
    const content = table('sky,copy,wet,x', (t) => [
      word(t),
      `${word(t)}!`,
      word(t) === 'sun' ? 0 : 1,
      walk[t],
    ]);
    const close = await found({ inputs: ['copy', 'wet', 'x'], targets: ['sky'], horizon: 0 }, content);
    assert.deepEqual(new Set(close.map(({ column }) => column)), new Set(['copy', 'wet']));
    assert.ok(close.every(({ explained, byHistory }) => explained > 0.999 && byHistory < 0.5));
  });

  it('are not reported where a series continues as before, or an input only follows it', async () => {
    const content = table('x,late', (t) => [walk[t + 1], walk[t]]);
    for (const { explained, byHistory } of await found({ targets: ['x'] }, content)) {
      assert.ok(1 - explained > 0.5 * (1 - byHistory));
    }
  });

  it('are reported for records, step by step', async () => {
    const content = Array.from({ length: 100 }, (_, n) =>
      JSON.stringify({
        a: [0, 1, 2, 3, 4].map((t) => 2 * walk[n * 5 + t] - 1),
        b: [0, 1, 2, 3, 4].map(() => random.uniform(0, 1)),
        y: [0, 1, 2, 3, 4].map((t) => walk[n * 5 + t]),
      }),
    ).join('\n');
    const close = await found(
      { file: 't.jsonl', window: undefined, inputs: ['a', 'b'], targets: ['y'] },
      content,
    );
    assert.deepEqual(
      close.map(({ input }) => input),
      ['a'],
    );
  });

  for (const [folder, file] of [
    ['weather', 'seattle-weather.csv'],
    ['co2', 'co2-concentration.csv'],
  ]) {
    it(`are no leak in the example ${folder}, read as series of one step ahead`, async () => {
      const content = readFileSync(path.resolve('examples', folder, file), 'utf8');
      const [, second] = content.split('\n')[0].split(',');
      for (const { explained, byHistory } of await found({ targets: [second] }, content)) {
        assert.ok(1 - explained > 0.1 * (1 - byHistory));
      }
    });
  }
});
