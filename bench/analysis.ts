/**
 * The time that the analysis of one watched sequence takes, compared with a training epoch of the same
 * example on one thread. The two are interleaved: in each round the training runs for one epoch, and then the
 * layer is analysed in its current state. Run by nodeRun.ts; writes the numbers to a file.
 *
 *   node dist/bench/analysis.js RESULT.json
 */
import { writeFileSync } from 'node:fs';
import type { Config } from '../src/config/schema';
import { taskDataset } from '../src/data/tasks';
import { networkSpec } from '../src/engine/spec';
import { createTraining } from '../src/engine/trainer';
import { checkedConfig } from '../src/run/files/configText';
import { type Quartiles, quartiles, takeRounds } from '../src/speed/rounds';
import { runMain, say } from '../test/vscode/say';
import { type AnalysisPart, analyseProbe } from './analysisParts';
import { outcomeNow } from './outcome';

export interface AnalysisNumbers {
  /** Name in the table, such as `LSTM` or `GRU, cudnn`. */
  readonly name: string;
  /** Number of rounds; each is one epoch and one analysis. */
  readonly rounds: number;
  /**
   * Seconds of an epoch: training sequences and validation, without traces. All times below are in seconds
   * too.
   */
  readonly epoch: Quartiles;
  readonly parts: Readonly<Record<AnalysisPart, Quartiles>>;
  readonly analysis: Quartiles;
  /** Time of the first analysis, before the engine has optimised its code. */
  readonly firstAnalysis: number;
  /** Time of the analysis divided by that of the epoch, within rounds. */
  readonly ratio: Quartiles;
}

const models = [
  { name: 'RNN', model: { cell: 'rnn' } },
  { name: 'GRU, original', model: { cell: 'gru', variant: 'original' } },
  { name: 'GRU, cudnn', model: { cell: 'gru', variant: 'cudnn' } },
  { name: 'LSTM', model: { cell: 'lstm' } },
];
/** Time for each model; one of its rounds takes 6 to 25 seconds. */
const plan = { seconds: 40, fewest: 3, most: 7 };

async function main(): Promise<void> {
  const [file] = process.argv.slice(2);
  const numbers: AnalysisNumbers[] = [];
  for (const { name, model } of models) {
    const measured = await measure(name, model);
    numbers.push(measured);
    say(
      `${name}: epoch ${measured.epoch.median.toFixed(2)} s, analysis ${measured.analysis.median.toFixed(2)} s`,
    );
  }
  writeFileSync(file, JSON.stringify(outcomeNow(numbers, [])));
}

/**
 * An example with a target at every step: the next value of a sine, 10,000 sequences of 200 steps, 128 units.
 */
function exampleOf(model: object): Config {
  return checkedConfig(
    JSON.stringify({
      data: { generate: 'sine', length: 200, count: 10_000 },
      model: { ...model, hiddenSize: 128 },
      training: { epochs: plan.most, batchSize: 32, threads: 1 },
      probe: { sequences: [] },
    }),
  );
}

async function measure(name: string, model: object): Promise<AnalysisNumbers> {
  const config = exampleOf(model);
  if (config.data.kind !== 'task') {
    throw new Error('the example is a synthetic task');
  }
  const dataset = taskDataset(config, config.data);
  const training = createTraining(config, dataset);
  const events = training.run(() => false);
  const parts: Record<AnalysisPart, number>[] = [];
  const epoch = async () => {
    const start = performance.now();
    for (let next = events.next(); !next.done && next.value.event !== 'epoch'; next = events.next()) {
      // the result is not used; only its time matters
    }
    return (performance.now() - start) / 1000;
  };
  const analysis = async () => {
    const [{ tensors }] = training.trace([0]);
    const checkpoint = training.save();
    const start = performance.now();
    parts.push(analyseProbe(networkSpec(config, dataset), tensors, checkpoint));
    return (performance.now() - start) / 1000;
  };
  const [epochs, analyses] = await takeRounds([epoch, analysis], plan);
  const of = (part: AnalysisPart) => quartiles(parts.map((each) => each[part]));
  return {
    name,
    rounds: epochs.length,
    epoch: quartiles(epochs),
    parts: {
      credit: of('credit'),
      jacobians: of('jacobians'),
      lyapunov: of('lyapunov'),
      spectrum: of('spectrum'),
    },
    analysis: quartiles(analyses),
    firstAnalysis: analyses[0],
    ratio: quartiles(analyses.map((seconds, round) => seconds / epochs[round])),
  };
}

runMain(main);
