import { strict as assert } from 'node:assert';
import { load } from '../sources';

const base = { file: 't.csv', inputs: ['x'], targets: ['y'], window: 2, normalize: 'none', validation: 0 };

describe('baselines of a table, in every shape', () => {
  // The validation rows are 5 7 4 8 6; the target's own last known value is used although it is not an input.
  const content = 'x,y\n0,1\n0,2\n0,3\n0,4\n0,9\n1,5\n1,7\n1,4\n1,8\n1,6\n';
  const cases: [shape: string, horizon: number, loss: number][] = [
    ['many-to-one', 1, (3 ** 2 + 4 ** 2 + 2 ** 2) / 3],
    ['many-to-many', 1, (2 ** 2 + 3 ** 2 + 3 ** 2 + 4 ** 2 + 4 ** 2 + 2 ** 2) / 6],
    ['one-to-one', 2, (1 ** 2 + 1 ** 2 + 2 ** 2) / 3],
    ['encoder-decoder', 2, (3 ** 2 + 1 ** 2 + 4 ** 2 + 2 ** 2) / 4],
    ['one-to-many', 3, (2 ** 2 + 1 ** 2 + 3 ** 2 + 3 ** 2 + 1 ** 2 + 1 ** 2) / 6],
  ];
  for (const [shape, horizon, loss] of cases) {
    it(`${shape}: by hand`, async () => {
      const dataset = await load({ data: { ...base, horizon, validation: 0.5 }, task: { shape } }, content);
      assert.equal(dataset.baseline.name, 'naive forecast (last value)');
      assert.ok(Math.abs(dataset.baseline.loss - loss) < 1e-12, `${dataset.baseline.loss}, not ${loss}`);
    });
  }

  it('are in the unit of the scaled targets, as the network’s loss', async () => {
    const config = (normalize: string) => ({ data: { ...base, normalize, validation: 0.5 } });
    const plain = await load(config('none'), content);
    const scaled = await load(config('standard'), content);
    const [{ scale }] = scaled.targetScaling;
    assert.ok(Math.abs(scaled.baseline.loss - plain.baseline.loss / scale ** 2) < 1e-12);
  });

  it('have the errors of each column in its own unit, however it is scaled', async () => {
    for (const normalize of ['none', 'standard', 'minmax']) {
      const data = { ...base, targets: ['y', 'x'], normalize, validation: 0.5 };
      const { columns = [] } = (await load({ data }, content)).baseline;
      assert.ok(Math.abs(columns[0].rmse - Math.sqrt((3 ** 2 + 4 ** 2 + 2 ** 2) / 3)) < 1e-12);
      assert.ok(Math.abs(columns[0].mae - 3) < 1e-12);
      assert.deepEqual(columns[1], { rmse: 0, mae: 0 });
    }
  });

  it('are the Laplace-corrected frequencies for classes and for 0 and 1', async () => {
    // The training targets (rows 3 … 6) are b a a a; the validation targets are a b b.
    const words =
      'x,y,w,z\n1,1,a,0\n2,1,b,1\n3,1,b,1\n4,1,a,0\n5,1,a,0\n6,1,a,0\n7,1,b,1\n8,1,b,1\n9,1,a,0\n10,1,b,1\n11,1,b,1\n';
    const config = (target: string, loss: string) => ({
      data: { ...base, targets: [target], validation: 0.45 },
      task: { loss },
    });
    const loss = -(Math.log(4 / 6) + 2 * Math.log(2 / 6)) / 3;
    const classes = await load(config('w', 'crossEntropy'), words);
    const binary = await load(config('z', 'binaryCrossEntropy'), words);
    assert.deepEqual([classes.targetKind, binary.targetKind], ['classes', 'binary']);
    assert.deepEqual(binary.targetScaling, [{ offset: 0, scale: 1 }]);
    for (const { baseline } of [classes, binary]) {
      assert.equal(baseline.name, 'class frequencies');
      assert.ok(Math.abs(baseline.loss - loss) < 1e-12, `${baseline.loss}, not ${loss}`);
    }
  });
});
