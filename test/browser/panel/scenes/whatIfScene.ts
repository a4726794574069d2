/**
 * A trained scene whose debugger has changed values: the unchanged and the what-if pass, as the engine
 * computes them.
 */
import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse';
import { taskDataset } from '../../../../src/data/tasks';
import type { Intervention } from '../../../../src/engine/intervene';
import { webAssemblyKernels } from '../../../../src/engine/kernels/webAssembly';
import { Observer } from '../../../../src/engine/observer';
import { createTraining } from '../../../../src/engine/trainer';
import type { Trace } from '../../../../src/engine/training';
import type { DebuggedPlace } from '../../../../src/protocol/debugged';
import type { HostToPanel } from '../../../../src/protocol/panel';
import type { Scene } from './scenes';
import { trainedScene } from './trained';

export interface WhatIfScene extends Scene {
  readonly recorded: Trace;
  readonly changed: Trace;
  readonly place: DebuggedPlace;
  /** The host's message about the change, and the values that the page then requests. */
  readonly sent: readonly HostToPanel[];
}

const waves = {
  data: { generate: 'sine', length: 48, count: 200, validation: 0.2 },
  model: { cell: 'lstm', hiddenSize: 16 },
  training: { epochs: 5, optimizer: { name: 'adam', learningRate: 0.01 } },
};

/** Unit 4 is set to 0.95 at step 12 of a wave: the change dies away. */
export function changedWave(): WhatIfScene {
  return whatIfScene('sine', waves, [{ name: 'l0.h', step: 12, unit: 4, value: 0.95 }]);
}

/** Two forget gates are held open in a task with classes. */
export function changedCopy(): WhatIfScene {
  const text = {
    data: { generate: 'copy', length: 10, count: 300, validation: 0.2 },
    model: { cell: 'lstm', hiddenSize: 24 },
    training: { epochs: 4, optimizer: { name: 'adam', learningRate: 0.005 } },
  };
  return whatIfScene('copy', text, [
    { name: 'l0.gate.f', step: 3, unit: 2, value: 1 },
    { name: 'l0.gate.f', step: 4, unit: 7, value: 1 },
  ]);
}

function whatIfScene(name: string, text: object, changes: readonly Intervention[]): WhatIfScene {
  const { config } = parseConfig(JSON.stringify(text));
  assert.ok(config?.data.kind === 'task');
  const dataset = taskDataset(config, config.data);
  const training = createTraining(config, dataset);
  for (const _ of training.run(() => false)) {
    // runs to its end
  }
  const observer = new Observer(config, dataset, webAssemblyKernels());
  observer.take(training.save());
  const recorded = observer.trace('validation', 0);
  const changed = observer.trace('validation', 0, changes);
  const scene = trainedScene(name, text);
  const run = scene.messages.flatMap((message) => (message.type === 'run' && message.run) || [])[0].folder;
  const place = { run, update: training.step, set: 'validation', sequence: 0, watched: 0, step: 12 } as const;
  const id = 'session 1';
  const tensors = [...recorded.tensors].map(([tensor, { shape }]) => ({ name: tensor, shape }));
  const values = ({ tensors: all }: Trace, tensor: string) =>
    Float32Array.from(all.get(tensor)?.values ?? []);
  const sent: HostToPanel[] = [
    {
      type: 'whatIf',
      whatIf: {
        id,
        tensors,
        update: training.step,
        label: recorded.label,
        stepLabels: recorded.stepLabels,
        changes: changes.map(({ name: of, step, unit, value }) => ({
          words: `${of.replace('l0.', '')}[${unit}] at t = ${step}: ${value} (was ${values(recorded, of)[step * (config.model.hiddenSize ?? 0) + unit].toPrecision(7)})`,
          name: of,
          step,
          unit,
        })),
      },
    },
    ...tensors.flatMap(({ name: tensor }): HostToPanel[] => [
      {
        type: 'tensorPart',
        source: { of: 'recorded', whatIf: id },
        name: tensor,
        at: 0,
        values: values(recorded, tensor),
      },
      {
        type: 'tensorPart',
        source: { of: 'changed', whatIf: id },
        name: tensor,
        at: 0,
        values: values(changed, tensor),
      },
    ]),
  ];
  return { ...scene, recorded, changed, place, sent };
}

/** The scene with all values, for a screenshot. */
export function whole(scene: WhatIfScene): Scene {
  return { ...scene, messages: [...scene.messages, { type: 'debugged', place: scene.place }, ...scene.sent] };
}
