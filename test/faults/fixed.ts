/** Applies the first fix of a finding and trains again, to see whether it does what it is offered for. */
import path from 'node:path';
import type { Finding, Fix } from '../../src/analysis/diagnosis/evidence/finding';
import { editConfig } from '../../src/config/edit';
import { parseConfig } from '../../src/config/parse';
import type { Config } from '../../src/config/schema';
import type { Rule } from '../../src/notation/findings';
import type { RunWorker } from '../../src/run/client/client';
import { readRun } from '../../src/run/files/folder';
import { Trouble } from '../vscode/say';
import type { Planted } from './case';

export type Effect = 'better' | 'same' | 'worse' | 'failed';

export interface Fixed {
  readonly rule: Rule;
  readonly title: string;
  readonly effect: Effect;
  /** Whether the run with the fix has a warning or an error of the same rule. */
  readonly stillFound: boolean;
  /** Losses without and with the fix, each as a share of its own baseline; null where the run broke off. */
  readonly losses: readonly [before: number | null, after: number | null];
}

/** Relative change of the loss below which a training counts as no different. */
const noticeable = 0.02;
/**
 * Rules of which the fix is to end what is found, whatever the loss: without an input that knows the target, or
 * with the steps that count in the loss reduced to real ones, a loss may well be higher.
 */
const judgedByFinding: ReadonlySet<Rule> = new Set(['leakingTarget', 'carriedState', 'paddedSteps']);

/** Whether there is something to learn in a planted case: not in noise, and not in classes by chance. */
export function canBeLearnt({ rule, name }: Planted): boolean {
  return rule !== 'noBetterThanBaseline' && !/-(noise|guess)-/.test(name);
}

/** The text of a config with a fix. @throws Trouble where the fix makes a config that is not valid, or no other */
export function withFix(text: string, { title, edits }: Fix): string {
  const fixed = edits.reduce((edited, { key, value }) => apply(edited, key, value), text);
  const [before, after] = [configOf(text, title), configOf(fixed, title)];
  if (JSON.stringify(before) === JSON.stringify(after)) {
    throw new Trouble(`"${title}" changes nothing`);
  }
  return fixed;
}

function apply(text: string, key: readonly string[], value: Fix['edits'][number]['value']): string {
  return [...editConfig(text, key, value)]
    .sort((left, right) => right.offset - left.offset)
    .reduce(
      (edited, { offset, length, content }) =>
        edited.slice(0, offset) + content + edited.slice(offset + length),
      text,
    );
}

function configOf(text: string, title: string): Config {
  const { config, problems } = parseConfig(text);
  if (config === undefined || problems.length > 0) {
    throw new Trouble(`"${title}": ${problems.map(({ message }) => message).join('; ')}\n${text}`);
  }
  return config;
}

/**
 * @param without the folder of the run with the finding
 * @param train trains a config and returns the run's folder
 */
export async function fixedBy(
  worker: RunWorker,
  without: string,
  text: string,
  finding: Finding,
  train: (text: string) => Promise<string>,
): Promise<Fixed | null> {
  const [fix] = finding.fixes;
  if (fix === undefined) {
    return null;
  }
  const run = await train(withFix(text, fix));
  const { findings } = await worker.diagnose(run, {});
  const stillFound = findings.some(
    ({ rule, severity }) => rule === finding.rule && severity !== 'information',
  );
  const losses = [await lossOf(without, finding.rule), await lossOf(run, finding.rule)] as const;
  return {
    rule: finding.rule,
    title: fix.title,
    stillFound,
    losses,
    effect: effectOf(finding.rule, stillFound, losses),
  };
}

function effectOf(rule: Rule, stillFound: boolean, [was, is]: Fixed['losses']): Effect {
  if (is === null) {
    return 'failed';
  }
  if (judgedByFinding.has(rule)) {
    return stillFound ? 'same' : 'better';
  }
  if (was === null || is < was * (1 - noticeable)) {
    return 'better';
  }
  return is > was * (1 + noticeable) ? 'worse' : 'same';
}

/**
 * The loss that a run ends with, as a share of its own baseline: the best of the validation losses, because
 * early stopping goes back to it, or for over-fitting the loss of the weights that are left.
 */
async function lossOf(run: string, rule: Rule): Promise<number | null> {
  const { record, metrics } = await readRun(path.resolve(run));
  const epochs = metrics.filter((metric) => metric.event === 'epoch');
  const losses = epochs.map(({ validationLoss, trainLoss }) => validationLoss ?? trainLoss);
  if (record.status === 'failed' || losses.length === 0) {
    return null;
  }
  const last = rule === 'overfitting' && record.status !== 'stoppedEarly';
  return (last ? losses[losses.length - 1] : Math.min(...losses)) / record.baseline.loss;
}
