/**
 * `npm run faults` trains configs with a planted fault and healthy ones, diagnoses each, and writes the
 * findings to docs/planted-faults.md. It fails if a planted fault is never found or a healthy config gets a
 * warning.
 *
 *   npm run faults -- vanishing       only the cases with this in their rule or name; the page stays as it is
 *   npm run faults -- --seeds 4,5     with these seeds instead of 1, 2 and 3
 *   npm run faults -- --runs FOLDER   keeps the runs there; existing ones are not trained again
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, temporaryFolder } from '../vscode/folders';
import { runMain, say, Trouble } from '../vscode/say';
import type { Case } from './case';
import { writeData } from './data';
import { healthyCases } from './healthy';
import { planted } from './planted/all';
import { tables } from './table';
import { type Diagnosed, isAlarm } from './tally';
import { type Outcome, trainAll } from './trained';
import { faultsOfRules } from './verdict';

const page = path.join(root, 'docs', 'planted-faults.md');
const usualSeeds = '1,2,3';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seeds: { type: 'string' }, runs: { type: 'string' } },
  });
  const seeds = (values.seeds ?? usualSeeds).split(',').map(Number);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0)) {
    throw new Trouble(`--seeds are whole numbers with commas between them, not ${values.seeds}`);
  }
  const chosen = (words: string) =>
    positionals.length === 0 || positionals.some((part) => words.toLowerCase().includes(part.toLowerCase()));
  const folder = values.runs === undefined ? temporaryFolder('faults') : path.resolve(values.runs);
  mkdirSync(folder, { recursive: true });
  writeData(folder);
  try {
    const tally = {
      planted: await diagnosed(
        planted.filter(({ rule, name }) => chosen(`${rule} ${name}`)),
        seeds,
        folder,
      ),
      healthy: await diagnosed(
        healthyCases.filter(({ name }) => chosen(`healthy ${name}`)),
        seeds,
        folder,
      ),
    };
    if (tally.planted.length + tally.healthy.length === 0) {
      throw new Trouble(`No case has ${positionals.join(' or ')} in its rule or name.`);
    }
    const text = tables(tally);
    say(`\n${text}`);
    const faults = faultsOfRules(tally);
    for (const fault of faults) {
      say(fault);
    }
    process.exitCode = faults.length > 0 ? 1 : 0;
    if (positionals.length === 0 && seeds.join() === usualSeeds) {
      writePage(text);
    }
  } finally {
    if (values.runs === undefined) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Results in the order of the cases, whichever is done first. */
async function diagnosed<C extends Case>(
  cases: readonly C[],
  seeds: readonly number[],
  folder: string,
): Promise<Diagnosed<C>[]> {
  const outcomesOf = new Map<C, readonly Outcome[]>();
  const start = Date.now();
  await trainAll(
    cases,
    seeds,
    folder,
    (one, outcomes) => {
      outcomesOf.set(one, outcomes);
      const seconds = Math.round((Date.now() - start) / 1000);
      say(`${outcomesOf.size} of ${cases.length}, ${seconds} s: ${one.name}: ${foundIn(outcomes)}`);
    },
    true,
  );
  return cases.map((one) => ({ one, outcomes: outcomesOf.get(one) ?? [] }));
}

/** Warnings and errors with the number of runs in which they occur. */
function foundIn(outcomes: readonly Outcome[]): string {
  const runs = new Map<string, number>();
  for (const { findings } of outcomes) {
    for (const rule of new Set(findings.filter(isAlarm).map((finding) => finding.rule))) {
      runs.set(rule, (runs.get(rule) ?? 0) + 1);
    }
  }
  return [...runs].map(([rule, count]) => `${rule} ${count}/${outcomes.length}`).join(', ') || 'no warning';
}

const [begin, end] = ['<!-- npm run faults: from here', '<!-- npm run faults: to here -->'];

/** @throws Trouble when the page has lost its markers */
function writePage(text: string): void {
  const old = readFileSync(page, 'utf8');
  const from = old.indexOf('\n', old.indexOf(begin)) + 1;
  const to = old.indexOf(end);
  if (!old.includes(begin) || to < from) {
    throw new Trouble(`${page} has no place for the tables: the two comments that hold it are gone`);
  }
  writeFileSync(page, `${old.slice(0, from)}\n${text}\n\n${old.slice(to)}`);
}

runMain(main);
