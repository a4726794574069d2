/**
 * `bench/results.json`: the outcome of each benchmark when it last ran, with the machine. It is not checked
 * in, because the numbers belong to one machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../test/vscode/folders';
import type { AnalysisNumbers } from './analysis';
import type { DebuggerNumbers } from './debugger';
import type { ExampleNumbers } from './examples';
import type { Outcome } from './outcome';
import type { PanelNumbers } from './panel';
import type { ProbeNumbers } from './probes';
import type { Measured } from './spread';
import type { TrainingNumbers } from './training';

export interface Results {
  readonly host?: Outcome<readonly Measured[]>;
  readonly examples?: Outcome<readonly ExampleNumbers[]>;
  readonly probes?: Outcome<readonly ProbeNumbers[]>;
  readonly analysis?: Outcome<readonly AnalysisNumbers[]>;
  readonly training?: Outcome<TrainingNumbers>;
  readonly panel?: Outcome<PanelNumbers>;
  readonly debugger?: Outcome<DebuggerNumbers>;
}

export const resultsFile = path.join(root, 'bench', 'results.json');

export function readResults(): Results {
  const stored: Results = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
  const { host, examples, probes, analysis, training, panel, debugger: stepping } = stored;
  return {
    host: sound(host),
    examples: sound(examples),
    probes: sound(probes),
    analysis: sound(analysis),
    training: sound(training),
    panel: sound(panel),
    debugger: sound(stepping),
  };
}

/** Replaces the latest outcomes of these benchmarks; those of the others stay. */
export function keepResults(results: Results): void {
  writeFileSync(resultsFile, `${JSON.stringify({ ...readResults(), ...results }, null, 2)}\n`);
}

/** Returns nothing when another version has written the file in a different form. */
function sound<Numbers>(outcome: Outcome<Numbers> | undefined): Outcome<Numbers> | undefined {
  return typeof outcome?.at === 'string' ? outcome : undefined;
}
