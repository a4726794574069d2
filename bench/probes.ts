/**
 * Measures how much a watched sequence slows training down: epochs of a config that records a trace in each,
 * divided by epochs of one that records none.
 */
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
  /** Folder and name of the config, such as `weather/weather`. */
  readonly name: string;
  /** Number of rounds; each has one training with traces and one without. */
  readonly rounds: number;
  /** Epochs of each training. The first is not counted, because the engine optimises its code in it. */
  readonly epochs: number;
  /** Seconds per epoch. */
  readonly unwatched: Quartiles;
  readonly watched: Quartiles;
  /** Watched divided by unwatched, within rounds. */
  readonly ratio: Quartiles;
}

/** Few enough epochs that there is time for several rounds. */
const trainings = [
  { name: 'weather/weather', epochs: 10 },
  { name: 'names/names', epochs: 4 },
  { name: 'vanishing/adding-lstm', epochs: 3 },
];
/** Time for each config; including the last round it stays below two minutes. */
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
      ['an epoch of', 'nothing watched', 'a trace per epoch', 'ratio', 'quartiles', 'rounds'],
      ...probes.map(({ name, unwatched, watched, ratio, rounds }) => [
        name,
        `${measurement(unwatched.median)} s`,
        `${measurement(watched.median)} s`,
        ratio.median.toFixed(3),
        `${ratio.lower.toFixed(3)} to ${ratio.upper.toFixed(3)}`,
        String(rounds),
      ]),
    ]),
    'Medians; the ratio is taken within rounds of one training each. A trace is computed, written, and sent.',
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

/**
 * The mean and not the median: without traces only one epoch in many writes a checkpoint, which is part of an
 * epoch's time.
 */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value) / values.length;
}

/**
 * Writes a config of the same training with that number of epochs and other watched sequences. @returns the
 * config's file
 */
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
