/**
 * Scenes of networks that were trained: with their diagnosis, and the analysis of each layer that is
 * requested.
 */
import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/analysis/diagnosis/diagnose';
import { layerAnalysis } from '../../../../src/analysis/layerAnalysis';
import { recurrentBlocks } from '../../../../src/analysis/spectrum/blocks';
import { spectrum } from '../../../../src/analysis/spectrum/spectrum';
import { parseConfig } from '../../../../src/config/parse';
import type { Config } from '../../../../src/config/schema';
import type { Dataset } from '../../../../src/data/common/dataset';
import { taskDataset } from '../../../../src/data/tasks';
import { createTraining } from '../../../../src/engine/trainer';
import type { Trace } from '../../../../src/engine/training';
import type { HostToPanel, PanelProbe } from '../../../../src/protocol/panel';
import type { Diagnosis, Metric, RunRecord } from '../../../../src/protocol/run';
import type { AnalysedLayer } from '../../../../src/protocol/worker';
import { form } from './forms';
import type { Scene } from './scenes';

export function trainedScene(name: string, text: object): Scene {
  const { config, problems } = parseConfig(JSON.stringify(text));
  assert.ok(config?.data.kind === 'task', JSON.stringify(problems));
  return trainedOn(name, config, taskDataset(config, config.data));
}

/** @param evaluated whether the host also has the evaluation of the run */
export function trainedOn(name: string, config: Config, dataset: Dataset, evaluated = false): Scene {
  const training = createTraining(config, dataset);
  const metrics: Metric[] = [];
  let traces: { step: number; epoch: number; traces: readonly Trace[] } | null = null;
  const history: NonNullable<Scene['history']>[number][] = [];
  for (const event of training.run(() => false)) {
    if (event.event === 'trace') {
      traces = event;
      history.push({
        trace: {
          type: 'trace',
          update: event.step,
          epoch: event.epoch,
          probes: event.traces.map(panelProbe),
        },
        weights: {
          type: 'weights',
          update: event.step,
          blocks: recurrentBlocks(training.save(), config.model.cell),
        },
      });
    } else {
      metrics.push({ ...event, seconds: event.step * 0.01 });
    }
  }
  assert.ok(traces);
  const { step: update, epoch } = traces;
  const checkpoint = training.save();
  const signals = {
    inputs: dataset.inputNames,
    outputs: dataset.outputNames,
    inputScaling: dataset.inputScaling,
    outputScaling: dataset.targetScaling,
    targetKind: dataset.targetKind,
    ...(config.data.kind === 'text' ? { token: config.data.tokens } : {}),
  };
  const last = metrics.findLast((metric) => metric.event === 'epoch');
  const record: RunRecord = {
    status: 'completed',
    name,
    config: `${name}.unroll.json`,
    seed: 1,
    startedAt: '2026-03-02T14:05:11Z',
    process: { id: 4711, host: 'desk' },
    versions: { unroll: '0.1.0', node: '20.20.0' },
    dataFingerprint: '5f2c',
    parameters: training.parameters,
    baseline: dataset.baseline,
    notes: [],
    steps: training.step,
    epochs: epoch,
    plannedSteps: training.plannedSteps,
    plannedEpochs: epoch,
    trainLoss: last?.trainLoss ?? null,
    validationLoss: last?.validationLoss ?? null,
    metrics: training.metrics,
    signals,
  };
  const probes = traces.traces.map(panelProbe);
  const { findings, reach } = diagnose({
    config,
    record,
    metrics,
    traces: { step: update, probes: traces.traces.map(({ tensors }) => tensors) },
    checkpoint,
  });
  const diagnosis: Diagnosis = { step: update, findings, reach };
  const blocks = recurrentBlocks(checkpoint, config.model.cell);
  const watched = traces.traces;
  const layers = [...watched[0].tensors.keys()].flatMap(
    (tensor) => /^(.*l\d+(?:_reverse)?)\.h$/.exec(tensor)?.[1] ?? [],
  );
  const analyses = watched.flatMap(({ tensors }, probe) =>
    layers.map((layer): Extract<HostToPanel, { type: 'analysis' }> => {
      const of: AnalysedLayer = { update, probe, layer };
      const source = { config, targetKind: dataset.targetKind, step: update, tensors, checkpoint };
      return { type: 'analysis', of, analysis: layerAnalysis(source, layer), why: null };
    }),
  );
  return {
    messages: [
      form(name),
      {
        type: 'run',
        run: { folder: `/ws/.unroll/${name}/20260302-140511-abcd`, record, cell: config.model.cell, metrics },
      },
      { type: 'snapshots', updates: history.map(({ trace }) => trace.update) },
      { type: 'trace', update, epoch, probes },
      { type: 'weights', update, blocks },
      { type: 'diagnosis', diagnosis },
      ...(evaluated ? [{ type: 'evaluation' as const, evaluation: training.evaluation() }] : []),
    ],
    spectra: blocks.map(({ name: block, size, values }) => spectrum(block, size, values)),
    analyses,
    history,
  };
}

export function panelProbe({ sequence, label, stepLabels, tensors }: Trace): PanelProbe {
  return {
    sequence,
    label,
    stepLabels,
    tensors: [...tensors].map(([name, { shape, values }]) => ({
      name,
      shape,
      values: Float32Array.from(values),
    })),
  };
}

/** The adding task with an RNN that cannot learn it. */
export function forgetful(): Scene {
  return trainedScene('adding-rnn', {
    data: { generate: 'adding', length: 60, count: 300, validation: 0.2 },
    model: { cell: 'rnn', hiddenSize: 24 },
    training: { epochs: 8, optimizer: { name: 'adam', learningRate: 0.002 } },
  });
}

/** The copy task, which requires ten symbols in a row. */
export function copying(): Scene {
  return trainedScene('copy', {
    data: { generate: 'copy', length: 20, count: 400, validation: 0.2 },
    model: { cell: 'lstm', hiddenSize: 32, init: { forgetBias: 1 } },
    training: { epochs: 6, optimizer: { name: 'adam', learningRate: 0.005 } },
    probe: { sequences: [0, 1] },
  });
}

/** A target at each step, in two layers and both directions. */
export function waves(cell: 'rnn' | 'lstm' | 'gru' = 'gru', more: object = {}): Scene {
  return trainedScene('sine', {
    data: { generate: 'sine', length: 48, count: 200, validation: 0.2 },
    model: { cell, hiddenSize: 16, ...more },
    training: { epochs: 5, optimizer: { name: 'adam', learningRate: 0.01 } },
  });
}
