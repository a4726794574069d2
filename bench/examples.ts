/**
 * Measures how long an epoch of each example takes on the command line, and how many sequence steps it
 * processes per second.
 */
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../src/config/schema';
import type { Dataset } from '../src/data/common/dataset';
import { loadDataset } from '../src/data/load';
import { measurement } from '../src/notation/numbers';
import { checkedConfig, readConfigText } from '../src/run/files/configText';
import { fileSource } from '../src/run/sources/source';
import { aligned } from '../src/speed/lines';
import { median } from '../src/speed/rounds';
import { copyExamples } from '../test/vscode/folders';
import { epochSeconds } from './cliTraining';
import { type Outcome, outcomeNow, troubleOf } from './outcome';

export interface ExampleNumbers {
  /** Folder and name of the config, such as `weather/weather`. */
  readonly name: string;
  /** Seconds of each measured epoch. */
  readonly epochSeconds: readonly number[];
  /** Meaning of a sequence step: a character of a text, a row of a table, … */
  readonly step: 'character' | 'row' | 'step';
  /**
   * Steps per second of all training sequences together. Steps of validation are not counted, but their time
   * is.
   */
  readonly stepsPerEpoch: number;
  readonly stepsPerSecond: number;
}

const epochsEnough = 6;

export async function measureExamples(): Promise<Outcome<ExampleNumbers[]>> {
  const workspace = copyExamples();
  const configs = readdirSync(workspace, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.unroll.json'))
    .sort();
  const measured: ExampleNumbers[] = [];
  const missing: string[] = [];
  for (const file of configs) {
    const name = file.replace(/\.unroll\.json$/, '').replaceAll(path.sep, '/');
    try {
      measured.push(await measureExample(name, path.join(workspace, file)));
    } catch (error) {
      missing.push(troubleOf(error));
    }
  }
  rmSync(path.dirname(workspace), { recursive: true, force: true });
  return outcomeNow(measured, missing);
}

export function examplesTable(examples: readonly ExampleNumbers[]): string {
  return [
    ...aligned([
      ['an epoch of', 'median', 'smallest', 'largest', 'per epoch', 'per second'],
      ...examples.map(({ name, epochSeconds: seconds, step, stepsPerEpoch, stepsPerSecond }) => [
        name,
        `${measurement(median(seconds))} s`,
        measurement(Math.min(...seconds)),
        measurement(Math.max(...seconds)),
        `${stepsPerEpoch} ${step}s`,
        `${measurement(stepsPerSecond)} ${step}s`,
      ]),
    ]),
    'Time steps of the training sequences, which overlap where a table is cut into windows; an epoch ends with validation.',
  ].join('\n');
}

async function measureExample(name: string, file: string): Promise<ExampleNumbers> {
  const seconds = await epochSeconds(file, epochsEnough);
  const config = checkedConfig(await readConfigText(file));
  const stepsPerEpoch = stepsOf(
    await loadDataset(config, (data) => fileSource(path.resolve(path.dirname(file), data))),
  );
  return {
    name,
    epochSeconds: seconds,
    step: stepName[config.data.kind],
    stepsPerEpoch,
    stepsPerSecond: stepsPerEpoch / median(seconds),
  };
}

const stepName: Readonly<Record<Config['data']['kind'], ExampleNumbers['step']>> = {
  text: 'character',
  table: 'row',
  records: 'step',
  task: 'step',
};

/** Returns the steps that the network makes for all training sequences, without padding. */
function stepsOf({ shape, training }: Dataset): number {
  const stepsOfOne = (sequence: number): number => {
    switch (shape) {
      case 'encoder-decoder':
        return training.inputSteps(sequence) + training.outputSteps(sequence);
      case 'one-to-many':
        return training.outputSteps(sequence);
      default:
        return training.inputSteps(sequence);
    }
  };
  let steps = 0;
  for (let sequence = 0; sequence < training.count; sequence++) {
    steps += stepsOfOne(sequence);
  }
  return steps;
}
