import { strict as assert } from 'node:assert';
import { load, written } from '../sources';

const data = { file: 'm.jsonl', inputs: ['x'], targets: ['y'], mask: 'known', validation: 0 };
const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');

describe('the mask of records', () => {
  it('says which steps have a target; what stands at the others changes neither scaling nor baseline', async () => {
    const content = (unknown: number) =>
      lines(
        { x: [1, 2, 3], y: [5, unknown, 7], known: [1, 0, 1] },
        { x: [4, 5], y: [unknown, 6], known: [0, 1] },
      );
    const dataset = await load({ data }, content(0));
    const { mask, target } = written(dataset, dataset.training, 0);
    assert.deepEqual(mask, [1, 0, 1]);
    assert.deepEqual(dataset.targetScaling[0], { offset: 6, scale: Math.sqrt(2 / 3) });
    assert.ok(Math.abs(target[2][0] - 1 / Math.sqrt(2 / 3)) < 1e-6);
    const other = await load({ data }, content(900));
    assert.deepEqual(
      [other.targetScaling, other.baseline, written(other, other.training, 1).mask],
      [dataset.targetScaling, dataset.baseline, [0, 1]],
    );
  });

  it('is cut with the padding, and goes with classes and a sequence of their own', async () => {
    const padded = await load(
      { data: { ...data, padding: 0 } },
      lines(
        { x: [1, 2, 0, 0], y: [5, 6, 0, 0], known: [0, 1, 0, 0] },
        { x: [1, 2, 3, 4], y: [5, 6, 7, 8], known: [1, 1, 1, 0] },
      ),
    );
    assert.deepEqual(written(padded, padded.training, 0).mask, [0, 1]);
    const classes = await load(
      { data, task: { shape: 'encoder-decoder', classWeights: 'balanced' } },
      lines({ x: 'ab', y: 'cdd', known: [1, 0, 1] }, { x: 'b', y: 'dc', known: [1, 0] }),
    );
    assert.deepEqual(written(classes, classes.training, 0).mask, [1, 0, 1]);
    // One c and two d count.
    assert.deepEqual(classes.classWeights, [3 / 2, 3 / 4]);
  });

  it('is refused where it does not fit', async () => {
    const y = { x: [1, 2], y: [3, 4] };
    const good = { ...y, known: [1, 0] };
    for (const [known, message] of [
      [[1, 2], /line 2 of m\.jsonl: field "known" is no mask, which is 1 for each step that has a target/],
      [[1], /line 2 of m\.jsonl: field "known" has 1 steps, the targets have 2/],
      [[0, 0], /line 2 of m\.jsonl: field "known" is 0 at every step/],
      ['ab', /line 2 of m\.jsonl: field "known" is no mask/],
    ] as const) {
      await assert.rejects(load({ data }, lines(good, { ...y, known })), message);
    }
    await assert.rejects(load({ data }, lines(good, y)), /line 2 of m\.jsonl has no field "known"/);
  });
});
