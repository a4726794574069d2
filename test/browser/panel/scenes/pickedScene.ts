/** A trained scene whose host can also show sequences that were not watched in training. */
import assert from 'node:assert/strict';
import { layerAnalysis } from '../../../../src/analysis/layerAnalysis';
import { parseConfig } from '../../../../src/config/parse';
import { taskDataset } from '../../../../src/data/tasks';
import { webAssemblyKernels } from '../../../../src/engine/kernels/webAssembly';
import { Observer } from '../../../../src/engine/observer';
import { createTraining } from '../../../../src/engine/trainer';
import type { TensorFile } from '../../../../src/formats/safetensors';
import type { HostToPanel } from '../../../../src/protocol/panel';
import type { PickedSequence, SequenceQuery } from '../../../../src/protocol/pickedSequence';
import type { Scene } from './scenes';
import { panelProbe, trainedScene } from './trained';

export interface PickedScene extends Scene {
  readonly steps: readonly number[];
  /** Loss of each validation sequence, for each snapshot. */
  readonly losses: ReadonlyMap<number, readonly number[]>;
  /** The validation sequence with the highest loss at the last snapshot. */
  readonly worst: number;
}

const text = {
  data: { generate: 'sine', length: 48, count: 200, validation: 0.2 },
  model: { cell: 'lstm', hiddenSize: 16 },
  training: { epochs: 5, optimizer: { name: 'adam', learningRate: 0.01 } },
};

/**
 * The host finds the worst and the best of each snapshot; the weights of the second snapshot were not kept.
 */
export function pickedScene(): PickedScene {
  const { config } = parseConfig(JSON.stringify(text));
  assert.ok(config?.data.kind === 'task');
  const dataset = taskDataset(config, config.data);
  const training = createTraining(config, dataset);
  const snapshots: { step: number; weights: TensorFile }[] = [];
  for (const event of training.run(() => false)) {
    if (event.event === 'trace') {
      snapshots.push({ step: event.step, weights: training.save() });
    }
  }
  const observer = new Observer(config, dataset, webAssemblyKernels());
  const losses = new Map(
    snapshots.map(({ step, weights }) => {
      observer.take(weights);
      return [step, [...observer.losses('validation', () => undefined)].flatMap((some) => [...some])];
    }),
  );
  const extreme = (step: number, best: boolean) => {
    const all = losses.get(step) ?? [];
    return all.indexOf(best ? Math.min(...all) : Math.max(...all));
  };
  const picks: NonNullable<Scene['picks']>[number][] = [];
  const analyses: Extract<HostToPanel, { type: 'analysis' }>[] = [];
  const last = snapshots.at(-1);
  assert.ok(last);
  const worst = extreme(last.step, false);
  snapshots.forEach(({ step: update, weights }, m) => {
    observer.take(weights);
    const answer = (query: SequenceQuery, sequence: number, ranked: number | null) => {
      if (m === 1) {
        const why = `The weights after ${update} updates were not kept, so no other sequence can be looked at.`;
        picks.push({ type: 'sequenceNotPicked', update, query, why });
        return;
      }
      const loss = losses.get(update)?.[sequence] ?? null;
      const picked: PickedSequence = { set: 'validation', sequence, watched: true, loss, count: 40, ranked };
      const trace = observer.trace('validation', sequence);
      picks.push({ type: 'sequencePicked', update, query, probe: { ...panelProbe(trace), picked } });
    };
    answer({ by: 'worst' }, extreme(update, false), 40);
    answer({ by: 'best' }, extreme(update, true), 32);
    for (const sequence of new Set([worst, extreme(update, true), 7])) {
      answer({ by: 'sequence', set: null, sequence }, sequence, null);
      answer({ by: 'sequence', set: 'validation', sequence }, sequence, null);
    }
  });
  const { tensors } = observer.trace('validation', worst);
  analyses.push({
    type: 'analysis',
    of: { update: last.step, probe: `validation ${worst}`, layer: 'l0' },
    analysis: layerAnalysis(
      { config, targetKind: dataset.targetKind, step: last.step, tensors, checkpoint: last.weights },
      'l0',
    ),
    why: null,
  });
  const scene = trainedScene('sine', text);
  return {
    ...scene,
    picks,
    losses,
    worst,
    steps: snapshots.map(({ step }) => step),
    analyses: [...(scene.analyses ?? []), ...analyses],
  };
}
