import { strict as assert } from 'node:assert';
import { balancedWeights, classCounts } from '../../../src/data/classWeights';
import { load, written } from './sources';

const sky = ['sun', 'sun', 'rain', 'sun', 'snow', 'sun', 'sun', 'rain', 'sun', 'sun', 'rain', 'sun'];
const content = `x,sky\n${Array.from({ length: 60 }, (_, i) => `${i},${sky[i % 12]}`).join('\n')}\n`;
const table = (classWeights?: unknown, shape = 'many-to-one') => ({
  data: { file: 't.csv', inputs: ['x'], targets: ['sky'], window: 3, horizon: 2, validation: 0.3 },
  task: { shape, classWeights },
});

describe('class weights', () => {
  it('are balanced as in scikit-learn (compute_class_weight, 1.2.1); a class that training lacks has 1', () => {
    assert.deepEqual(
      balancedWeights([7, 2, 0, 1]),
      [0.47619047619047616, 1.6666666666666667, 1, 3.3333333333333335],
    );
  });

  for (const shape of ['many-to-one', 'many-to-many', 'one-to-many', 'encoder-decoder']) {
    it(`are measured on the targets of the training part: ${shape}`, async () => {
      const dataset = await load(table('balanced', shape), content);
      const counts = [0, 0, 0];
      for (let sequence = 0; sequence < dataset.training.count; sequence++) {
        const { targetClass, mask } = written(dataset, dataset.training, sequence);
        targetClass.forEach((code, t) => {
          counts[code] += mask[t];
        });
      }
      assert.deepEqual([...classCounts(dataset, dataset.training)], counts);
      assert.deepEqual(dataset.classWeights, balancedWeights(counts));
    });
  }

  it('change the baseline: the best constant answer to the weighted loss', async () => {
    const plain = await load(table(), content);
    const dataset = await load(table([1, 1, 1]), content);
    assert.ok(Math.abs(dataset.baseline.loss - plain.baseline.loss) < 1e-12);
    const balanced = await load(table('balanced'), content);
    // With balanced weights no class is more likely than another, but for the one that is added to each count.
    assert.ok(Math.abs(balanced.baseline.loss - Math.log(3)) < 0.1, String(balanced.baseline.loss));
    assert.equal(balanced.baseline.name, 'class frequencies, weighted');
  });

  it('are given by name, where the others have 1, or in the order of the classes', async () => {
    const { outputNames, classWeights } = await load(table({ snow: 9 }), content);
    assert.deepEqual(
      [outputNames, classWeights],
      [
        ['sun', 'rain', 'snow'],
        [1, 1, 9],
      ],
    );
    assert.deepEqual((await load(table([1, 2, 3]), content)).classWeights, [1, 2, 3]);
  });

  it('are refused where they do not fit', async () => {
    await assert.rejects(
      load(table({ snwo: 9 }), content),
      /no class "snwo"; did you mean "snow"\? There are sun, rain, snow/,
    );
    await assert.rejects(
      load(table([1, 2]), content),
      /2 weights for 3 classes, which are in this order: sun, rain, snow/,
    );
    const numbers = { ...table('balanced'), data: { ...table().data, targets: ['x'] } };
    await assert.rejects(load(numbers, content), /task\.classWeights: the targets are numbers, not classes/);
    await assert.rejects(
      load({ ...table('balanced'), task: { loss: 'mse', classWeights: 'balanced' } }),
      /"mse" has no classes/,
    );
    await assert.rejects(load(table({ snow: 0 }), content), /classWeights/);
  });
});
