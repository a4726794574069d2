/** A model of first names whose host can also have it write, at each snapshot. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../../../src/config/parse';
import { textDataset } from '../../../../src/data/text/textDataset';
import { webAssemblyKernels } from '../../../../src/engine/kernels/webAssembly';
import { Observer } from '../../../../src/engine/observer';
import { createTraining } from '../../../../src/engine/trainer';
import type { GenerationAsk } from '../../../../src/protocol/generated';
import type { HostToPanel } from '../../../../src/protocol/panel';
import { pickWritten } from '../../../../src/run/questions/pickWritten';
import { idOf } from '../../../../webview/state/ask';
import { root } from '../../../vscode/folders';
import type { Scene } from './scenes';
import { panelProbe, trainedOn } from './trained';

const text = {
  data: { file: 'first-names.txt', sequences: 'line' },
  model: { cell: 'gru', hiddenSize: 24 },
  training: { epochs: 6, optimizer: { name: 'adam', learningRate: 0.01 } },
};

export const greedy: GenerationAsk = { prompt: 'Ma', length: 40, temperature: 0, topK: null, seed: 1 };
export const drawn: GenerationAsk = { prompt: 'Ma', length: 40, temperature: 1, topK: null, seed: 2 };
export const strange: GenerationAsk = { ...drawn, prompt: 'Ané' };

/** What a page remembers that shows the drawn text. */
export const drawnState = {
  folder: '/ws/.unroll/names/20260302-140511-abcd',
  ask: drawn,
  probe: `generated ${idOf(drawn)}`,
  picks: [
    {
      set: 'generated',
      sequence: idOf(drawn),
      watched: false,
      count: 1,
      ranked: null,
      by: 'generated',
      line: null,
      update: 0,
      ask: drawn,
    },
  ],
  cursor: { step: 4, unit: null, pinned: true },
};

export async function writtenScene(): Promise<Scene> {
  const { config } = parseConfig(JSON.stringify(text));
  assert.ok(config?.data.kind === 'text');
  const lines = readFileSync(path.join(root, 'examples', 'names', 'first-names.txt'), 'utf8').split('\n');
  const bytes = new TextEncoder().encode(lines.filter((_, i) => i % 8 === 0).join('\n'));
  const dataset = await textDataset(config, config.data, {
    name: 'first-names.txt',
    size: bytes.length,
    async *chunks() {
      yield bytes;
    },
  });
  const scene = trainedOn('names', config, dataset);
  const training = createTraining(config, dataset);
  const observer = new Observer(config, dataset, webAssemblyKernels());
  const observation = { config, dataset, observer, file: undefined, dataChanged: false };
  const picks: NonNullable<Scene['picks']>[number][] = [];
  for (const event of training.run(() => false)) {
    if (event.event !== 'trace') {
      continue;
    }
    const weights = training.save();
    observer.take(weights);
    for (const ask of [greedy, drawn]) {
      const id = idOf(ask);
      const { trace, loss, generated } = pickWritten(observation, weights, ask, () => undefined);
      const place = { set: 'generated', sequence: id, watched: false, count: 1, ranked: null } as const;
      picks.push({
        type: 'sequencePicked',
        update: event.step,
        query: { by: 'generated', id, ask },
        probe: { ...panelProbe({ ...trace, sequence: id }), picked: { ...place, loss, generated } },
      });
    }
    picks.push({
      type: 'sequenceNotPicked',
      update: event.step,
      query: { by: 'generated', id: idOf(strange), ask: strange },
      why: 'prompt: the training has never seen "é"; near to it are "E", "e"',
    });
  }
  const messages = scene.messages.map(
    (message): HostToPanel =>
      message.type === 'run' && message.run ? { ...message, run: { ...message.run, writes: true } } : message,
  );
  return { ...scene, messages, picks };
}
