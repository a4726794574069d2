/** Writes the folders of runs that were never trained, for tests of code that reads, lists and moves runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readResolved } from '../../../src/config/resolved';
import type { Config } from '../../../src/config/schema';
import type { Diagnosis, Metric, RunRecord } from '../../../src/protocol/run';
import { thisProcess } from '../../../src/run/files/folder';
import { printMetrics } from '../../../src/run/files/metrics';
import type { RunSummary } from '../../../src/run/files/runSummary';

export interface Parts {
  readonly record?: Partial<RunRecord>;
  readonly model?: object;
  readonly training?: object;
  readonly metrics?: readonly Metric[];
  readonly diagnosis?: Diagnosis;
}

const adding = { generate: 'adding', length: 20, count: 100 };

/** Makes `.unroll/<name>/<run>` in a folder. @returns its absolute path */
export function writeRun(root: string, name: string, run: string, parts: Parts = {}): string {
  const folder = path.join(root, '.unroll', name, run);
  mkdirSync(path.join(folder, 'traces'), { recursive: true });
  const write = (file: string, value: object) =>
    writeFileSync(path.join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
  write('config.json', {
    data: adding,
    task: { shape: 'many-to-one' },
    model: { cell: 'lstm', hiddenSize: 16, ...parts.model },
    training: { ...parts.training },
  });
  writeFileSync(path.join(folder, 'metrics.jsonl'), printMetrics(parts.metrics ?? metricsOf(4)));
  if (parts.diagnosis) {
    write('findings.json', parts.diagnosis);
  }
  write('run.json', recordOf({ name, ...parts.record }));
  return folder;
}

export function configOf(model: object = {}, training: object = {}, data: object = {}): Config {
  return readResolved(
    JSON.stringify({
      data: { ...adding, ...data },
      task: { shape: 'many-to-one' },
      model: { cell: 'lstm', hiddenSize: 16, ...model },
      training,
    }),
  );
}

export function recordOf(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    status: 'completed',
    name: 'adding',
    config: 'adding.unroll.json',
    seed: 1,
    startedAt: '2026-03-02T14:05:11.123Z',
    finishedAt: '2026-03-02T14:06:11.123Z',
    versions: { unroll: '0.1.0', node: 'v20.19.0' },
    process: thisProcess(),
    dataFingerprint: 'ab',
    parameters: 1234,
    baseline: { name: 'chance level', loss: 0.5 },
    notes: [],
    steps: 8,
    epochs: 4,
    plannedSteps: 8,
    plannedEpochs: 4,
    trainLoss: 0.11,
    validationLoss: 0.123456,
    signals: { inputs: [], outputs: [], inputScaling: [], outputScaling: [], targetKind: 'values' },
    ...changes,
  };
}

/** Two updates per epoch, with a loss that halves at each; validation is best in the last epoch but one. */
export function metricsOf(epochs: number): Metric[] {
  const metrics: Metric[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const half of [1, 2]) {
      const step = 2 * (epoch - 1) + half;
      metrics.push(updateOf(step, epoch, 2 ** -step));
    }
    const validationLoss = epoch === epochs - 1 ? 0.05 : 0.2 + epoch / 100;
    metrics.push({
      event: 'epoch',
      step: 2 * epoch,
      epoch,
      trainLoss: 2 ** -epoch,
      validationLoss,
      seconds: epoch,
    });
  }
  return metrics;
}

export function updateOf(step: number, epoch: number, loss: number): Extract<Metric, { event: 'step' }> {
  const rest = { gradientNorm: 1.5, clipped: false, learningRate: 0.01 };
  return { event: 'step', step, epoch, loss, ...rest, seconds: step / 2 };
}

export const twoFindings: Diagnosis = {
  step: 8,
  findings: [
    {
      rule: 'vanishingGradient',
      severity: 'warning',
      sentence: 'The gradient vanishes: it halves every 4 steps.',
      evidence: [{ name: 'horizon', value: 29, unit: 'steps' }],
      key: ['model', 'cell'],
      fixes: [],
    },
    {
      rule: 'learningRateTooHigh',
      severity: 'error',
      sentence: 'The learning rate | is *too* <high>.',
      evidence: [],
      key: ['training'],
      fixes: [],
    },
    {
      rule: 'gradientClipping',
      severity: 'information',
      sentence: 'It clips.',
      evidence: [],
      key: [],
      fixes: [],
    },
  ],
  reach: null,
};

export function summaryOf(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    folder: '/w/.unroll/adding/2026-03-02T14-05-11.123Z-abcd',
    title: null,
    record: recordOf(),
    config: configOf(),
    curve: [1, 0.1, 0.001],
    diagnosis: twoFindings,
    problems: [],
    ...changes,
  };
}
