/**
 * Evidence to diagnose: from short trainings through the engine, and with curves that replace the measured
 * ones.
 */
import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/analysis/diagnosis/diagnose';
import type { RunEvidence } from '../../../../src/analysis/diagnosis/evidence/evidence';
import type { Finding } from '../../../../src/analysis/diagnosis/evidence/finding';
import { parseConfig } from '../../../../src/config/parse';
import type { Config } from '../../../../src/config/schema';
import type { Dataset } from '../../../../src/data/common/dataset';
import { taskDataset } from '../../../../src/data/tasks';
import { createTraining } from '../../../../src/engine/trainer';
import {
  type EpochEvent,
  NonFiniteError,
  type Trace,
  type Training,
  type UpdateEvent,
} from '../../../../src/engine/training';
import type { NamedTensor } from '../../../../src/formats/safetensors';
import type { Rule } from '../../../../src/notation/findings';

/** Content of a config file. */
export interface Settings {
  readonly data?: object;
  readonly task?: object;
  readonly model?: object;
  readonly training?: object;
  readonly probe?: object;
}

function configOf({ data, ...others }: Settings): Config {
  const text = JSON.stringify({
    data: { generate: 'adding', length: 30, count: 320, validation: 0.2, ...data },
    ...others,
  });
  const { config, problems } = parseConfig(text);
  assert.ok(config, JSON.stringify(problems));
  return config;
}

/** Trains with the settings. @param change changes the weights before the first update */
export function trained(
  settings: Settings,
  change: (training: Training) => void = () => undefined,
): RunEvidence {
  const config = configOf(settings);
  assert.equal(config.data.kind, 'task');
  const dataset = taskDataset(config, config.data);
  const training = createTraining(config, dataset);
  change(training);
  return run(config, dataset, training);
}

function run(config: Config, dataset: Dataset, training: Training): RunEvidence {
  const metrics: (UpdateEvent | EpochEvent)[] = [];
  let traces: { step: number; traces: readonly Trace[] } | null = null;
  let ending: Pick<RunEvidence['record'], 'status' | 'error' | 'nonFinite'>;
  try {
    const events = training.run(() => false);
    let next = events.next();
    for (; !next.done; next = events.next()) {
      if (next.value.event === 'trace') {
        traces = next.value;
      } else {
        metrics.push(next.value);
      }
    }
    ending = next.value;
  } catch (error) {
    if (!(error instanceof NonFiniteError)) {
      throw error;
    }
    ending = { status: 'failed', error: error.message, nonFinite: error.place };
  }
  return {
    config,
    record: {
      ...ending,
      baseline: dataset.baseline,
      parameters: training.parameters,
      steps: training.step,
      plannedSteps: training.plannedSteps,
      signals: {
        inputs: dataset.inputNames,
        inputScaling: dataset.inputScaling,
        targetKind: dataset.targetKind,
      },
    },
    metrics,
    traces: traces && { step: traces.step, probes: traces.traces.map(({ tensors }) => tensors) },
    checkpoint: training.save(),
  };
}

/** Returns the same run with other metrics, and as many updates as the metrics state. */
export function withMetrics(evidence: RunEvidence, metrics: RunEvidence['metrics']): RunEvidence {
  const steps = metrics.reduce((most, { step }) => Math.max(most, step), 0);
  return { ...evidence, metrics, record: { ...evidence.record, steps } };
}

/** Returns metrics with one update for each loss, all in the first epoch. */
export function updates(losses: readonly number[], others: Partial<UpdateEvent> = {}): UpdateEvent[] {
  return losses.map((loss, i) => ({
    event: 'step',
    step: i + 1,
    epoch: 1,
    loss,
    gradientNorm: 1,
    clipped: false,
    learningRate: 0.001,
    ...others,
  }));
}

/** Returns metrics with one epoch for each pair of training and validation loss. */
export function epochs(
  losses: readonly (readonly [train: number, validation: number | null])[],
): EpochEvent[] {
  return losses.map(([trainLoss, validationLoss], i) => ({
    event: 'epoch',
    step: 20 * (i + 1),
    epoch: i + 1,
    trainLoss,
    validationLoss,
  }));
}

/** Returns the only finding of a rule. */
export function findingOf(evidence: RunEvidence, rule: Rule): Finding {
  const found = diagnose(evidence).findings.filter((finding) => finding.rule === rule);
  assert.equal(found.length, 1, `${rule}: ${JSON.stringify(diagnose(evidence).findings, null, 1)}`);
  const [finding] = found;
  assert.match(finding.sentence, /^(?=.*\d)[A-Z\d][^\n]*\.$/);
  return finding;
}

export function assertSilent(evidence: RunEvidence, ...rules: readonly Rule[]): void {
  const found = diagnose(evidence).findings.filter(({ rule }) => rules.includes(rule));
  assert.deepEqual(found, []);
}

/** Returns a number of a finding's evidence. */
export function measured({ evidence }: Finding, name: string): number {
  const found = evidence.find((measure) => measure.name === name);
  assert.ok(found, `${name} is not among ${evidence.map((measure) => measure.name).join(', ')}`);
  return found.value;
}

/** Changes a weight before the first update. */
export function setting(
  name: string,
  change: (values: NamedTensor['values']) => void,
): (training: Training) => void {
  return (training) => {
    const file = training.save();
    const tensor = file.tensors.get(name);
    assert.ok(tensor);
    change(tensor.values);
    training.restore(file);
  };
}
