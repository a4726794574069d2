/** Measures what watching a sequence costs: epochs of a config that records a trace in each, by those of one that records none. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdits } from 'jsonc-parser';
import { editConfig } from '../src/config/edit';
import { measurement } from '../src/notation/numbers';
import { aligned } from '../src/speed/lines';
import { type Quartiles, quartiles, takeRounds } from '../src/speed/rounds';
import { copyExamples } from '../test/vscode/folders';
import { epochSeconds } from './cliTraining';
import { type Outcome, outcomeNow, troubleOf } from './outcome';

export interface ProbeNumbers {
  /** `weather/weather` */
  readonly name: string;
  /** In each, one training with and one without. */
  readonly rounds: number;
  /** Epochs of each training; the first one, in which an engine optimises its code, is not counted. */
  readonly epochs: number;
  /** Seconds an epoch. */
  readonly unwatched: Quartiles;
  readonly watched: Quartiles;
  /** Watched by unwatched, within rounds. */
  readonly ratio: Quartiles;
}

/** So few epochs that there is time for several rounds. */
const trainings = [
  { name: 'weather/weather', epochs: 10 },
  { name: 'names/names', epochs: 4 },
  { name: 'vanishing/adding-lstm', epochs: 3 },
];
/** For each config; together with their last rounds it stays below two minutes. */
const plan = { seconds: 22, fewest: 3, most: 20 };

export async function measureProbes(): Promise<Outcome<ProbeNumbers[]>> {
  const workspace = copyExamples();
  const measured: ProbeNumbers[] = [];
  const missing: string[] = [];
  for (const { name, epochs } of trainings) {
    try {
      measured.push(await measureProbe(name, path.join(workspace, `${name}.unroll.json`), epochs));
    } catch (error) {
      missing.push(troubleOf(error));
    }
  }
  rmSync(path.dirname(workspace), { recursive: true, force: true });
  return outcomeNow(measured, missing);
}

export function probesTable(probes: readonly ProbeNumbers[]): string {
  return [
    ...aligned([
      ['an epoch of', 'nothing watched', 'a trace an epoch', 'ratio', 'quartiles', 'rounds'],
      ...probes.map(({ name, unwatched, watched, ratio, rounds }) => [
        name,
        `${measurement(unwatched.median)} s`,
        `${measurement(watched.median)} s`,
        ratio.median.toFixed(3),
        `${ratio.lower.toFixed(3)} to ${ratio.upper.toFixed(3)}`,
        String(rounds),
      ]),
    ]),
    'Medians; the ratio is taken within rounds of one training each. A trace is computed, written, and told.',
  ].join('\n');
}

async function measureProbe(name: string, file: string, epochs: number): Promise<ProbeNumbers> {
  const turns = [[], [0]].map((sequences) => {
    const variant = writeVariant(file, epochs, sequences);
    return async () => mean((await epochSeconds(variant, epochs)).slice(1));
  });
  const [unwatched, watched] = await takeRounds(turns, plan);
  return {
    name,
    rounds: unwatched.length,
    epochs,
    unwatched: quartiles(unwatched),
    watched: quartiles(watched),
    ratio: quartiles(watched.map((seconds, round) => seconds / unwatched[round])),
  };
}

/** Not the median: without a trace only one epoch in many writes a checkpoint, and it is part of what an epoch takes. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value) / values.length;
}

/** The same training, so many epochs of it, with other sequences watched. @returns the config's file */
function writeVariant(file: string, epochs: number, sequences: readonly number[]): string {
  const variant = file.replace(/(?=\.unroll\.json$)/, sequences.length > 0 ? '-watched' : '-unwatched');
  let text = readFileSync(file, 'utf8');
  for (const [key, value] of [
    ['training.epochs', epochs],
    ['probe.sequences', sequences],
    ['probe.every', 'epoch'],
  ] as const) {
    text = applyEdits(text, [...editConfig(text, key.split('.'), value)]);
  }
  writeFileSync(variant, text);
  return variant;
}
