/**
 * Scenes of comparisons that were carried out by the code that every front end uses: at an early stage, and
 * at the end.
 */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../../src/analysis/diagnosis/evidence/finding';
import { comparedVariants, withEdits } from '../../../../src/config/variants';
import type { Rule } from '../../../../src/notation/findings';
import type { Comparison } from '../../../../src/protocol/comparison';
import type { HostToPanel } from '../../../../src/protocol/panel';
import type { Metric } from '../../../../src/protocol/run';
import { RunWorker } from '../../../../src/run/client/client';
import { type ComparisonPlan, ComparisonRun } from '../../../../src/run/client/comparison';
import { root, temporaryFolder } from '../../../vscode/folders';
import { form } from './forms';
import type { Scene } from './scenes';

/** The state that the panel had received by a point in time. */
interface ComparisonState {
  readonly comparison: Comparison;
  readonly metrics: readonly (readonly Metric[])[];
}

type Plan = Pick<ComparisonPlan, 'title' | 'variants' | 'together' | 'trial'>;

/** The adding task, too long for a vanilla RNN, as in `forgetful`. */
const adding = {
  data: { generate: 'adding', length: 60, count: 300, validation: 0.2 },
  model: { cell: 'rnn', hiddenSize: 24 },
  training: { epochs: 8, optimizer: { name: 'adam', learningRate: 0.002 } },
};

/** A forget gate that is shut by its bias, and that a smaller learning rate does not open. */
const shut = {
  data: { generate: 'temporal-order', length: 30, count: 300, validation: 0.2 },
  model: { cell: 'lstm', hiddenSize: 16, init: { forgetBias: -10 } },
  training: { epochs: 6, optimizer: { learningRate: 0.001 } },
};

/** The three cells, each trained to its end. */
export function cells(): Promise<Scene> {
  return atTheEnd(cellsOf(adding));
}

/** The first training has ended, the second is in its third epoch, the last one waits. */
export function comparing(): Promise<Scene> {
  return asItStood(cellsOf(adding), ({ runs }) => runs[1].epochs === 3);
}

/**
 * Contents of the config's list: names as long as users make them, a start that does not end in a number, and
 * an invalid config.
 */
export function variants(): Promise<Scene> {
  const listed = [
    { label: 'as it is' },
    {
      model: { cell: 'gru', hiddenSize: 40 },
      training: { optimizer: { name: 'rmsprop', learningRate: 0.003 } },
    },
    {
      label: 'ReLU from twice the identity',
      model: { activation: 'relu', init: { recurrent: 'identity', gain: 8 } },
      training: { optimizer: { name: 'sgd', learningRate: 1 } },
    },
    {
      label: 'two layers of LSTM with dropout between them',
      model: { cell: 'lstm', layers: 2, dropout: 0.2 },
    },
    { label: 'truncated', model: { cell: 'lstm' }, training: { truncate: 0 } },
  ];
  return atTheEnd(cellsOf({ ...adding, compare: listed }));
}

/** A fix that helps: a gated cell against a vanishing gradient. */
export function helped(): Promise<Scene> {
  return tried(adding, 'vanishingGradient', 'Use a GRU', atTheEnd);
}

/** A fix that does not help: another learning rate for a gate that is shut. */
export function noHelp(): Promise<Scene> {
  return tried(shut, 'saturatedGate', 'Set the learning rate to 0.0003', atTheEnd);
}

/** The same fix as in `helped`, while both are trained. */
export function trying(): Promise<Scene> {
  return tried(adding, 'vanishingGradient', 'Use a GRU', (plan) =>
    asItStood(plan, ({ runs }) => runs.every(({ epochs }) => epochs >= 2)),
  );
}

/** A comparison that the user ended before there was a verdict. */
export function cancelled(): Promise<Scene> {
  return tried(adding, 'vanishingGradient', 'Use a GRU', (plan) =>
    atTheEnd(plan, ({ runs }) => runs[0].epochs === 2),
  );
}

function cellsOf(config: object): Plan {
  const listed = comparedVariants(JSON.stringify(config));
  return { title: 'Compare cells', variants: listed, together: false, trial: null };
}

async function tried(
  config: object,
  rule: Rule,
  title: string,
  scene: (plan: Plan) => Promise<Scene>,
): Promise<Scene> {
  const text = JSON.stringify(config);
  const finding = await findingOf(text, rule);
  const fix = finding.fixes.findIndex((each) => each.title === title);
  assert.ok(fix >= 0, `${title} is not offered, but ${finding.fixes.map((each) => each.title).join(', ')}`);
  return scene({
    title: `Try it: ${title}`,
    variants: [
      { label: 'as it is', text },
      { label: 'with the fix', text: withEdits(text, finding.fixes[fix].edits) },
    ],
    together: true,
    trial: { finding, fix },
  });
}

async function findingOf(text: string, rule: Rule): Promise<Finding> {
  const alone = { title: '', variants: [{ label: 'as it is', text }], together: false, trial: null };
  const { comparison } = await carryOut(alone, () => false);
  const finding = comparison.runs[0].diagnosis?.findings.find((each) => each.rule === rule);
  assert.ok(finding, `${rule} was not found`);
  return finding;
}

/** @param cancel condition on which it is ended early */
async function atTheEnd(plan: Plan, cancel: (state: Comparison) => boolean = () => false): Promise<Scene> {
  return sceneOf(await carryOut(plan, () => false, cancel));
}

async function asItStood(plan: Plan, when: (state: Comparison) => boolean): Promise<Scene> {
  return sceneOf(await carryOut(plan, when));
}

/** @returns the first state in which `when` holds, or else the last one */
async function carryOut(
  plan: Plan,
  when: (state: Comparison) => boolean,
  cancel: (state: Comparison) => boolean = () => false,
): Promise<ComparisonState> {
  const folder = temporaryFolder('compared');
  const config = path.join(folder, 'adding.unroll.json');
  writeFileSync(config, plan.variants[0].text);
  const worker = new RunWorker(path.join(root, 'dist', 'worker.js'));
  const metrics = plan.variants.map((): Metric[] => []);
  let snapshot: ComparisonState | undefined;
  try {
    const run = new ComparisonRun(
      worker,
      { ...plan, id: 1, config, updates: plan.trial ? 48 : null, limits: {} },
      {
        changed(comparison) {
          if (!snapshot && when(comparison)) {
            snapshot = { comparison, metrics: metrics.map((each) => [...each]) };
          }
          if (cancel(comparison)) {
            run.cancel();
          }
        },
        metrics: (which, metric) => metrics[which].push(metric),
      },
    );
    const comparison = await run.finished;
    return snapshot ?? { comparison, metrics };
  } finally {
    await worker.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns a scene with the comparison alone; it needs no run of its config. */
function sceneOf({ comparison, metrics }: ComparisonState): Scene {
  const { id } = comparison;
  return {
    messages: [
      form('adding-rnn'),
      { type: 'run', run: null },
      { type: 'comparison', comparison },
      ...metrics.map((each, run): HostToPanel => ({ type: 'comparisonMetrics', id, run, metrics: each })),
    ],
    spectra: [],
  };
}
