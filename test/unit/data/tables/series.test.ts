/** `data.group`: several series in one table. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { DataError, type SequenceSet } from '../../../../src/data/common/dataset';
import { load, written } from '../sources';

const base = { file: 't.csv', inputs: ['x'], targets: ['x'], window: 3, normalize: 'none', group: 'who' };

/** Rows of a table whose value encodes series and step: 100·series + step. */
function table(order: readonly number[]): string {
  const next = new Map<number, number>();
  const rows = order.map((who) => {
    const t = next.get(who) ?? 0;
    next.set(who, t + 1);
    return `w${who},${100 * who + t}`;
  });
  return `who,x\n${rows.join('\n')}\n`;
}

describe('groups of a table', () => {
  it('never share a sequence, and keep their order, however the rows lie', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 60, maxLength: 120 }),
        fc.constantFrom('many-to-one', 'many-to-many', 'encoder-decoder'),
        fc.constantFrom('end', 'random'),
        async (order, shape, split) => {
          const data = { ...base, split, ...(split === 'end' ? { validation: 0 } : {}) };
          const dataset = await load({ data, task: { shape } }, table(order));
          const sizes = new Map<number, number>();
          for (const who of order) {
            sizes.set(who, (sizes.get(who) ?? 0) + 1);
          }
          for (const set of [dataset.training, dataset.validation]) {
            for (let s = 0; s < set.count; s++) {
              const { x, target, mask } = written(dataset, set, s);
              const who = Math.floor(x[0][0] / 100);
              const all = [...x, ...target.filter((_, t) => mask[t] === 1)].flat();
              assert.ok(all.every((value) => Math.floor(value / 100) === who));
              assert.deepEqual(
                x.flat(),
                [0, 1, 2].map((t) => x[0][0] + t),
              );
              assert.match(set.label(s), new RegExp(`^w${who}: rows \\d+–\\d+$`));
            }
          }
          const windows = [...sizes.values()].reduce((sum, size) => sum + Math.max(0, size - 3), 0);
          assert.equal(dataset.training.count + dataset.validation.count, windows);
          const namesOf = (set: SequenceSet) =>
            new Set(Array.from({ length: set.count }, (_, s) => set.label(s).split(':')[0]));
          const trained = namesOf(dataset.training);
          assert.ok([...namesOf(dataset.validation)].every((name) => sizes.size === 1 || !trained.has(name)));
        },
      ),
      { numRuns: 60 },
    ));

  it('keep their latest rows for validation, each its own', async () => {
    const order = [...Array.from({ length: 20 }, () => 0), ...Array.from({ length: 30 }, () => 1)];
    const dataset = await load({ data: { ...base, validation: 0.2 } }, table(order));
    const firsts = Array.from(
      { length: dataset.validation.count },
      (_, s) => written(dataset, dataset.validation, s).x[0][0],
    );
    // The last four of 20 rows hold one window of three and its target; the last six of 30 rows hold three.
    assert.deepEqual(firsts, [16, 124, 125, 126]);
    assert.equal(dataset.training.count, 16 - 3 + (24 - 3));
  });

  it('are named in labels, and each step has its own line in the file', async () => {
    const dataset = await load({ data: base }, table(Array.from({ length: 40 }, (_, i) => i % 2)));
    assert.equal(dataset.training.label(0), 'w0: rows 1–3');
    assert.deepEqual(
      [0, 1, 2].map((t) => dataset.training.position?.(0, t)?.line),
      [1, 3, 5],
    );
  });

  it('fill a missing value from their own rows', async () => {
    const content = `who,x\n${'a,1\nb,2\na,\nb,\n'.repeat(8)}`;
    const dataset = await load({ data: { ...base, validation: 0 } }, content);
    const values = new Set(written(dataset, dataset.training, 0).x.flat());
    assert.deepEqual([...values], [1]);
  });

  it('leave the column out of the default inputs', async () => {
    const content = `id,x\n${Array.from({ length: 40 }, (_, i) => `${i % 2},${i}`).join('\n')}\n`;
    const { inputNames } = await load(
      { data: { file: 't.csv', targets: ['x'], window: 3, group: 'id' } },
      content,
    );
    assert.deepEqual(inputNames, ['x']);
  });

  const refused = async (content: string, data: object, message: RegExp, key: string) => {
    await assert.rejects(load({ data: { ...base, ...data } }, content), (error) => {
      assert.ok(error instanceof DataError);
      assert.match(error.message, message);
      assert.equal(error.key.join('.'), key);
      return true;
    });
  };

  it('report the error: no such column, a cell without a value, series that are all too short', async () => {
    const content = table(Array.from({ length: 30 }, (_, i) => i % 3));
    await refused(
      content,
      { group: 'wo' },
      /there is no column "wo" in t\.csv; did you mean "who"\?/,
      'data.group',
    );
    await refused(`${content},7\n`, {}, /^line 32 of t\.csv: column "who".*has no value/, 'data.group');
    await refused(
      content,
      { window: 12 },
      /the training part of the longest "who" of t\.csv has 8 rows.*a window of at most 1, or "split": "random"/,
      'data.window',
    );
  });

  it('note those that are too short, and use the others', async () => {
    const order = [...Array.from({ length: 30 }, () => 0), 1, 1, 1];
    const { notes, training } = await load({ data: base }, table(order));
    assert.match(notes.join(' '), /1 of 2 series are shorter than a window/);
    assert.ok(training.count > 0);
  });
});
