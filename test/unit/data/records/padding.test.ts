/** Records that were filled up to one length. */
import { strict as assert } from 'node:assert';
import { Random } from '../../../../src/data/common/random';
import { load, written } from '../sources';

const random = new Random(1, 'test');
const steps = (count: number) => Array.from({ length: count }, (_, i) => i);
const lines = (count: number, record: (i: number) => object) =>
  steps(count)
    .map((i) => JSON.stringify(record(i)))
    .join('\n');
const values = (count: number) => steps(count).map(() => 5 + Math.round(100 * random.normal()) / 100);
const fill = (count: number, value = 0) => steps(count).map(() => value);

async function paddingOf(content: string, data: object = {}, shape = 'many-to-many') {
  const config = { data: { file: 't.jsonl', inputs: ['x'], targets: ['y'], ...data }, task: { shape } };
  return (await load(config, content)).facts?.padding;
}

describe('padding of records', () => {
  it('is found at the end, with its share of the steps', async () => {
    const content = lines(100, (i) => {
      const x = values(10 + (i % 10));
      return { x: [...x, ...fill(20 - x.length)], y: [...x, ...fill(20 - x.length)] };
    });
    const padding = await paddingOf(content, { split: 'end', validation: 0 });
    assert.deepEqual([padding?.value, padding?.at, padding?.records], [0, 'end', 1]);
    assert.equal(padding?.steps, 5.5 / 20);
  });

  it('is found in front, of several fields beside one of a single step', async () => {
    const content = lines(60, (i) => {
      const x = values(5 + (i % 7));
      const own = fill(20 - x.length, -1);
      const both = [...own.map((v) => [v, v]), ...x.map((v) => [v, 2 * v])];
      return { x: [...own, ...x], both, age: i, y: i % 2 ? 'odd' : 'even' };
    });
    const padding = await paddingOf(content, { inputs: ['x', 'both', 'age'] }, 'many-to-one');
    assert.deepEqual([padding?.value, padding?.at], [-1, 'start']);
  });

  const quiet: Readonly<Record<string, (i: number) => object>> = {
    'sequences of their own lengths': (i) => ({ x: values(5 + (i % 9)), y: values(5 + (i % 9)) }),
    'an end that is the same in all: a part of the task': () => ({
      x: [...values(10), ...fill(10)],
      y: fill(20),
    }),
    'signals that fade out into zeros of their own': (i) => {
      const decay = steps(20).map((t) => Math.round(1000 * Math.exp(-t / (1.2 + 0.1 * (i % 9)))) / 1000);
      return { x: decay.map((value) => (value < 0.004 ? 0 : value)), y: fill(20) };
    },
    'counts that are often zero': () => ({
      x: steps(20).map(() => (random.next() < 0.7 ? 0 : 1)),
      y: fill(20),
    }),
    'a silence in which something is still asked': (i) => {
      const x = values(8 + (i % 5));
      return { x: [...x, ...fill(20 - x.length)], y: [...fill(20 - x.length), ...x] };
    },
  };
  for (const [what, record] of Object.entries(quiet)) {
    it(`is not found in ${what}`, async () => {
      assert.equal(await paddingOf(lines(100, record)), undefined);
    });
  }

  it('is left out where the config names it: the same data set as without it', async () => {
    const bare = steps(50).map((i) => ({ x: values(4 + (i % 6)), y: values(4 + (i % 6)) }));
    const ends = bare.map(({ x, y }) => ({
      x: [...x, ...fill(12 - x.length)],
      y: [...y, ...fill(12 - x.length)],
    }));
    const fronts = bare.map(({ x, y }) => ({
      x: [...fill(12 - x.length), ...x],
      y: [...fill(12 - x.length), ...y],
    }));
    const data = { file: 't.jsonl', inputs: ['x'], targets: ['y'] };
    const task = { shape: 'many-to-many' };
    const plain = await load({ data, task }, bare.map((record) => JSON.stringify(record)).join('\n'));
    for (const padded of [ends, fronts]) {
      const content = padded.map((record) => JSON.stringify(record)).join('\n');
      const dataset = await load({ data: { ...data, padding: 0 }, task }, content);
      // Scaling and baseline ignore the padding as well.
      assert.deepEqual(dataset.inputScaling, plain.inputScaling);
      assert.deepEqual(dataset.targetScaling, plain.targetScaling);
      assert.deepEqual(dataset.baseline, plain.baseline);
      assert.equal(dataset.facts?.padding, undefined);
      for (let s = 0; s < plain.training.count; s++) {
        assert.deepEqual(written(dataset, dataset.training, s), written(plain, plain.training, s));
      }
    }
  });

  it('is cut from labels of each step, from generated sequences at their end, and never takes all', async () => {
    const data = {
      file: 't.jsonl',
      inputs: ['x'],
      targets: ['y'],
      padding: 0,
      validation: 0,
      normalize: 'none',
    };
    const labels = await load(
      { data, task: { shape: 'many-to-many' } },
      '{"x":[0,1,2,0],"y":"_ab_"}\n{"x":[3,0,0,0],"y":"a___"}\n',
    );
    assert.deepEqual(
      [0, 1].map((s) => labels.training.inputSteps(s)),
      [2, 1],
    );
    assert.deepEqual(labels.outputNames, ['a', 'b']);
    const generated = await load(
      { data, task: { shape: 'encoder-decoder' } },
      '{"x":[1,2,0],"y":[0,4,0,0]}\n{"x":[0,0,0],"y":[0,0]}\n',
    );
    const { training } = generated;
    assert.deepEqual(
      [0, 1].map((s) => [training.inputSteps(s), training.outputSteps(s)]),
      [
        [2, 2],
        [1, 1],
      ],
    );
  });
});
