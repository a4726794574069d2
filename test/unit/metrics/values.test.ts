import { strict as assert } from 'node:assert';
import { ValueMeter } from '../../../src/metrics/values';
import { fedOf } from '../../../src/notation/scaling';
import { close, valueChunk } from './chunks';

const scaling = [
  { offset: 20, scale: 2.5 },
  { offset: 1005, scale: 0.125 },
];
const targets = [
  [21.5, 1013.2],
  [22.0, 1009.0],
  [19.5, 1001.5],
  [25.0, 998.25],
  [18.0, 1020.0],
];
const answers = [
  [20.5, 1010.0],
  [22.5, 1010.5],
  [21.0, 1003.0],
  [24.0, 1000.0],
  [18.5, 1017.0],
];
const fed = (rows: readonly (readonly number[])[]) =>
  rows.map((row) => row.map((value, j) => fedOf(value, scaling[j])));

describe('the meter of values', () => {
  const naive = [
    { rmse: 4, mae: 3 },
    { rmse: 8, mae: 7 },
  ];
  const meter = new ValueMeter(scaling, naive, true);
  meter.add(valueChunk(fed(answers.slice(0, 2)), fed(targets.slice(0, 2))));
  meter.add({ ...valueChunk(fed(answers.slice(2)), fed(targets.slice(2))), sequences: [7, 5, 6], from: 30 });

  // scikit-learn 1.2.1: mean_squared_error(t, y, multioutput='raw_values') and its root,
  // mean_absolute_error and r2_score with 'raw_values', and their uniform averages
  it('agrees with scikit-learn, in the units of the data', () => {
    const { rmse, mae, r2, columns = [] } = meter.metrics();
    close(columns[0].rmse, 0.9746794344808963);
    close(columns[1].rmse, 2.3152753615930997);
    close(columns[0].mae, 0.9);
    close(columns[1].mae, 2.1900000000000093);
    close(columns[0].r2, 0.832155477031802);
    close(columns[1].r2, 0.9131458365738572);
    close(rmse, 1.644977398036998);
    close(mae, 1.5450000000000046);
    close(r2, 0.8726506568028296);
  });

  it('measures the naive forecast on the same targets', () => {
    const [{ naive: first, bias }] = meter.detail().columns;
    const mean = targets.reduce((sum, [t]) => sum + t, 0) / 5;
    const variance = targets.reduce((sum, [t]) => sum + (t - mean) ** 2, 0) / 5;
    close(first?.r2, 1 - 16 / variance);
    close(bias, answers.reduce((sum, [y], i) => sum + y - targets[i][0], 0) / 5);
  });

  it('keeps the points in the order of the data', () => {
    const { points, thinning } = meter.detail();
    assert.equal(thinning, 1);
    assert.deepEqual(
      points.map(({ sequence, step }) => [sequence, step]),
      [
        [0, 0],
        [1, 0],
        [5, 30],
        [6, 30],
        [7, 30],
      ],
    );
    assert.deepEqual(points[2].predicted, [24, 1000]);
    assert.deepEqual(points[2].target, [25, 998.25]);
  });

  it('has no R² where the targets are all the same', () => {
    const constant = new ValueMeter([{ offset: 0, scale: 1 }], undefined, false);
    constant.add(valueChunk([[1], [2]], [[3], [3]]));
    assert.deepEqual(constant.metrics(), { rmse: Math.sqrt(2.5), mae: 1.5, r2: null });
  });

  it('loses no digits far from zero', () => {
    const far = new ValueMeter([{ offset: 0, scale: 1 }], undefined, false);
    far.add(valueChunk([[1e9 + 1], [1e9 + 2]], [[1e9], [1e9 + 4]]));
    close(far.metrics().r2, 1 - 2.5 / 4);
  });
});
