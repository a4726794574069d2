/** Scenes of trained networks whose answers were measured: values, a few classes, characters, yes and no. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../../../src/config/parse';
import type { DataSource } from '../../../../src/data/common/dataset';
import { loadDataset } from '../../../../src/data/load';
import { root } from '../../../vscode/folders';
import type { Scene } from './scenes';
import { trainedOn } from './trained';

async function evaluatedScene(name: string, text: object, content = ''): Promise<Scene> {
  const { config, problems } = parseConfig(JSON.stringify(text));
  assert.ok(config, JSON.stringify(problems));
  const bytes = Buffer.from(content);
  const open = async (file: string): Promise<DataSource> => ({
    name: file,
    size: bytes.length,
    async *chunks() {
      yield bytes;
    },
  });
  return trainedOn(name, config, await loadDataset(config, open), true);
}

/** Two columns of the weather, a day ahead. */
export function forecast(): Promise<Scene> {
  const file = path.join(root, 'examples', 'weather', 'seattle-weather.csv');
  return evaluatedScene(
    'forecast',
    {
      data: {
        file: 'weather.csv',
        inputs: ['temp_max', 'temp_min', 'wind'],
        targets: ['temp_max', 'wind'],
        window: 20,
      },
      model: { cell: 'gru', hiddenSize: 16 },
      training: { epochs: 6, optimizer: { name: 'adam', learningRate: 0.005 } },
    },
    readFileSync(file, 'utf8'),
  );
}

/** One column of the weather, whose naive forecast stands beside it. */
export function temperature(): Promise<Scene> {
  const file = path.join(root, 'examples', 'weather', 'seattle-weather.csv');
  return evaluatedScene(
    'temperature',
    {
      data: { file: 'weather.csv', inputs: ['temp_max', 'wind'], targets: ['temp_max'], window: 20 },
      model: { cell: 'lstm', hiddenSize: 16 },
      training: { epochs: 8, optimizer: { name: 'adam', learningRate: 0.005 } },
    },
    readFileSync(file, 'utf8'),
  );
}

/** Tomorrow's sky in five words, some of them rare. */
export function sky(): Promise<Scene> {
  const file = path.join(root, 'examples', 'weather', 'seattle-weather.csv');
  return evaluatedScene(
    'sky',
    {
      data: {
        file: 'weather.csv',
        inputs: ['temp_max', 'temp_min', 'precipitation', 'wind'],
        targets: ['weather'],
      },
      model: { cell: 'gru', hiddenSize: 16 },
      training: { epochs: 8, optimizer: { name: 'adam', learningRate: 0.01 } },
    },
    readFileSync(file, 'utf8'),
  );
}

/** Names by their characters, with some thirty classes. */
export function characters(): Promise<Scene> {
  const file = path.join(root, 'examples', 'names', 'first-names.txt');
  return evaluatedScene(
    'characters',
    {
      data: { file: 'names.txt', sequences: 'line' },
      model: { cell: 'gru', hiddenSize: 32 },
      training: { epochs: 2, optimizer: { name: 'adam', learningRate: 0.005 } },
    },
    readFileSync(file, 'utf8'),
  );
}

/** Whether tomorrow is warm, and whether it is windy. */
export function warm(): Promise<Scene> {
  const days = Array.from({ length: 500 }, (_, day) => {
    const heat = Math.sin(day / 11) + 0.3 * Math.sin(day * 1.7);
    const wind = Math.cos(day / 5) + 0.5 * Math.sin(day * 2.3);
    return `${heat},${wind},${heat > 0.3 ? 1 : 0},${wind > 0.6 ? 1 : 0}`;
  });
  return evaluatedScene(
    'warm',
    {
      data: {
        file: 'days.csv',
        inputs: ['heat', 'wind'],
        targets: ['warm', 'windy'],
        window: 12,
      },
      task: { loss: 'binaryCrossEntropy' },
      model: { cell: 'gru', hiddenSize: 8 },
      training: { epochs: 5, optimizer: { name: 'adam', learningRate: 0.01 } },
    },
    `heat,wind,warm,windy\n${days.join('\n')}\n`,
  );
}
