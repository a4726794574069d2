/**
 * `npm run bench`: activation, event-loop delay and cancel inside a real VS Code (`host`), the training time
 * of the examples (`examples`), the cost of watching a sequence (`probes`) and of its analysis (`analysis`),
 * a training step against PyTorch, TensorFlow.js and brain.js (`training`), the panel's frames with a long
 * trace (`panel`), and the steps of a debugger (`debugger`).
 * `npm run bench -- probes` runs one benchmark; `--install-peers` installs the peers that `training` compares
 * with.
 * Prints tables, and writes the numbers of each benchmark to `bench/results.json` as soon as it has them.
 */
import { describeMachine } from '../src/speed/machine';
import { runMain, say, Trouble } from '../test/vscode/say';
import type { AnalysisNumbers } from './analysis';
import { analysisTable } from './analysisTable';
import { debuggerTable, measureDebugger } from './debugger';
import { examplesTable, measureExamples } from './examples';
import { hostTable, measureHost } from './hostStarts';
import { measureInNode } from './nodeRun';
import { type Outcome, outcomeNow, troubleOf } from './outcome';
import { measurePanel, panelTable } from './panel';
import { measureProbes, probesTable } from './probes';
import { keepResults, type Results } from './results';
import type { TrainingNumbers } from './training';
import { trainingTables } from './trainingTables';

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));

/** The benchmarks in the order in which they run. */
const parts: Readonly<Record<keyof Results, () => Promise<void>>> = {
  host: () => carryOut(measureHost, (host) => ({ host }), hostTable),
  examples: () => carryOut(measureExamples, (examples) => ({ examples }), examplesTable),
  probes: () => carryOut(measureProbes, (probes) => ({ probes }), probesTable),
  analysis: () =>
    carryOut(
      () => measureInNode<readonly AnalysisNumbers[]>('analysis'),
      (analysis) => ({ analysis }),
      analysisTable,
    ),
  training: () =>
    carryOut(
      () => measureInNode<TrainingNumbers>('training', flags),
      (training) => ({ training }),
      trainingTables,
    ),
  panel: () => carryOut(measurePanel, (panel) => ({ panel }), panelTable),
  debugger: () => carryOut(measureDebugger, (numbers) => ({ debugger: numbers }), debuggerTable),
};

async function main(): Promise<void> {
  const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const unknown = words.find((word) => !(word in parts));
  if (unknown !== undefined) {
    throw new Trouble(`There is no benchmark ${unknown}: there are ${Object.keys(parts).join(', ')}.`);
  }
  for (const [name, carry] of Object.entries(parts)) {
    if (words.length === 0 || words.includes(name)) {
      say(`\n=== ${name} ===`);
      await carry();
    }
  }
}

/** Runs a benchmark, stores its outcome and prints it. One that cannot run here does not stop the others. */
async function carryOut<Numbers>(
  measure: () => Promise<Outcome<Numbers>>,
  asResults: (outcome: Outcome<Numbers>) => Results,
  tableOf: (numbers: Numbers) => string,
): Promise<void> {
  const outcome = await measure().catch((error: unknown) =>
    outcomeNow<Numbers>(undefined, [troubleOf(error)]),
  );
  keepResults(asResults(outcome));
  say(`\n${describeMachine(outcome.machine)}\n`);
  for (const why of outcome.missing) {
    say(`Not measured: ${why}`);
  }
  if (outcome.numbers === undefined) {
    process.exitCode = 1;
  } else {
    say(tableOf(outcome.numbers));
  }
}

runMain(main);
