/** The example workspace: every config in it is valid, and its data loads. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../src/config/parse';
import type { Config } from '../../src/config/schema';
import type { Dataset } from '../../src/data/common/dataset';
import { loadDataset } from '../../src/data/load';
import { sourceOf, written } from '../unit/data/sources';

const root = path.resolve('examples');
const configs = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.unroll.json') && !file.includes('.unroll/'),
);

function configOf(file: string): Config {
  const { config, problems } = parseConfig(readFileSync(path.join(root, file), 'utf8'));
  assert.deepEqual(problems, [], file);
  assert.ok(config);
  return config;
}

function dataOf(file: string): Promise<Dataset> {
  const folder = path.dirname(path.join(root, file));
  return loadDataset(configOf(file), async (name) =>
    sourceOf(name, readFileSync(path.join(folder, name)), [1000, 3001]),
  );
}

describe('examples', () => {
  for (const file of configs) {
    it(`${file} and its data have no problem`, async () => {
      const { training, validation, baseline } = await dataOf(file);
      assert.ok(training.count > 100 && validation.count > 50);
      assert.ok(baseline.loss > 0);
    });
  }

  it('weather: tomorrow’s temperature from thirty days, a year of them for validation', async () => {
    const { training, validation, inputNames, targetScaling, baseline } = await dataOf(
      path.join('weather', 'weather.unroll.json'),
    );
    assert.deepEqual(inputNames, ['sin(date)', 'cos(date)', 'temp_max', 'temp_min', 'precipitation', 'wind']);
    assert.equal(training.label(0), '2012-01-01 to 2012-01-30');
    assert.equal(validation.label(0), '2015-03-15 to 2015-04-13');
    assert.equal(baseline.name, 'naive forecast (tomorrow = today)');
    // Computed independently of the file: °C², then in the unit of the scaled target.
    const days = readFileSync(path.join(root, 'weather', 'seattle-weather.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const highest = days.map((line) => Number(line.split(',')[2]));
    const targets = highest.map((_, row) => row).filter((row) => row >= 1169 + 30);
    const squares = targets.map((row) => (highest[row] - highest[row - 1]) ** 2);
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    assert.ok(Math.abs(baseline.loss * targetScaling[0].scale ** 2 - mean) < 1e-9);
  });

  it('weather: the first sequence has the target’s date, and values in the data’s own units', async () => {
    const dataset = await dataOf(path.join('weather', 'weather.unroll.json'));
    const { x, target } = written(dataset, dataset.training, 0);
    const { offset, scale } = dataset.targetScaling[0];
    assert.ok(Math.abs(target[29][0] * scale + offset - 9.4) < 1e-9); // 2012-01-31
    assert.ok(Math.abs(x[0][0]) < 1e-12 && Math.abs(x[0][1] - 1) < 1e-12); // New Year's Day
  });

  it('vanishing: the RNN and the LSTM differ in the cell and its forget gates alone', () => {
    const [rnn, lstm] = ['rnn', 'lstm'].map((cell) =>
      configOf(path.join('vanishing', `adding-${cell}.unroll.json`)),
    );
    const { forgetBias: _, ...init } = lstm.model.init;
    assert.deepEqual({ ...lstm, model: { ...lstm.model, cell: 'rnn', init } }, rnn);
  });
});
