import { strict as assert } from 'node:assert';
import { spectrum } from '../../../../src/analysis/spectrum/spectrum';
import { parseConfig } from '../../../../src/config/parse';
import { tooLarge, weightText } from '../../../../src/host/language/weightText';
import type { RunRecord } from '../../../../src/protocol/run';

function configOf(model: object) {
  const { config } = parseConfig(JSON.stringify({ data: { generate: 'adding' }, model }));
  assert.ok(config);
  return config;
}

const record: RunRecord = {
  status: 'completed',
  name: 'adding',
  config: 'adding.unroll.json',
  seed: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  versions: { unroll: '0.1.0', node: 'v20.20.0' },
  process: { id: 1, host: 'here' },
  dataFingerprint: '',
  parameters: 1,
  baseline: { name: 'chance level 1/6', loss: 1 / 6 },
  notes: [],
  steps: 12,
  epochs: 1,
  plannedSteps: 12,
  plannedEpochs: 1,
  trainLoss: 0.1,
  validationLoss: 0.1,
  signals: { inputs: [], outputs: [], inputScaling: [], outputScaling: [], targetKind: 'values' },
};

describe('the hover on weights', () => {
  it('describes a rotation by its radius, its pair and the effect on a gradient', () => {
    // 0.9 times a rotation by 60°: 0.9·(½ ± i·√3/2)
    const [c, s] = [0.45, 0.9 * Math.sin(Math.PI / 3)];
    const run = { folder: '', record, config: configOf({ cell: 'rnn', hiddenSize: 2 }) };
    const text = weightText(run, [spectrum('rnn.weight_hh_l0', 2, [c, -s, s, c])], true).replaceAll(
      '\u00a0',
      ' ',
    );
    assert.match(text, /\| spectral radius \| 0\.9 \|/);
    assert.match(text, /\| leading eigenvalues \| 0\.45 ± 0\.7794i \|/);
    assert.match(text, /\| by W, a gradient \| halves every 6\.58 steps \|/);
  });

  it('stays shorter than what a hover can show, however many layers there are', () => {
    const H = 24;
    const values = Float64Array.from({ length: H * H }, (_, at) => Math.sin(at * at) / 3);
    const names = Array.from({ length: 16 }, (_, layer) =>
      ['i', 'f', 'g', 'o'].map((gate) => `rnn.weight_hh_l${layer}.${gate}`),
    ).flat();
    const one = spectrum('', H, values);
    const run = { folder: '', record, config: configOf({ layers: 16, hiddenSize: H }) };
    const text = weightText(
      run,
      names.map((name) => ({ ...one, name })),
      false,
    );
    assert.ok(text.length < 100_000, `${text.length} characters`);
    assert.ok(text.includes('data:image/svg+xml'));
    assert.ok(text.replaceAll('\u00a0', ' ').includes('layer 15, output gate o'));
  });

  it('leaves spectra that take minutes to the panel', () => {
    assert.equal(tooLarge(configOf({ hiddenSize: 256 })), undefined);
    assert.match(
      tooLarge(configOf({ hiddenSize: 2048, layers: 4 })) ?? '',
      /16 recurrent blocks of 2048×2048/,
    );
  });
});
