/**
 * The debugger's text about the effect of a step on the gradient, against the gradients that the engine has
 * computed.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { StepsBack } from '../../../src/debug/stepBack';
import { openRecorder, type Recorder } from '../../../src/run/questions/recorder';
import { Workspace } from '../run/workspace';
import { train, waveRows, writeWaves } from './harness';

const kinds = [
  { cell: 'rnn' },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'lstm' },
  { cell: 'gru' },
  { cell: 'gru', variant: 'cudnn' },
] as const;
const steps = 9;

describe('the gradient that arrives from the next step', function () {
  this.timeout(30_000);
  const workspace = new Workspace();
  let made = 0;
  before(() => writeWaves(workspace, waveRows(80)));
  after(() => workspace.remove());

  async function record(config: object): Promise<Recorder> {
    const training = { epochs: 1, seed: 5 };
    const { config: file, run } = await train(workspace, `s${made++}`, { ...config, training });
    const checkpoint = path.join(run, 'checkpoint.safetensors');
    const first = { set: null, sequence: 0, line: null, acceptsChangedData: false };
    const request = { run, checkpoint, config: file, roots: [workspace.folder], ...first };
    return openRecorder(request, () => undefined);
  }

  /** ‖∂L/∂s‖ at a step. */
  const size = ({ recording }: Recorder, layer: string, row: number) =>
    Math.hypot(
      ...['h', 'c'].flatMap((part) => {
        const tensor = recording.tensors.get(`${layer}.grad.${part}`);
        const H = recording.hiddenSize;
        return tensor ? [...tensor.values.subarray(row * H, (row + 1) * H)] : [];
      }),
    );
  const near = (value: number | undefined, wanted: number, what: string) =>
    assert.ok(
      value !== undefined && Math.abs(value - wanted) <= 1e-5 * wanted + 1e-12,
      `${what}: ${value}, ${wanted}`,
    );

  for (const kind of kinds) {
    it(`is the whole gradient where there is a single output at the end: ${Object.values(kind).join(', ')}`, async () => {
      const recorder = await record({
        data: { generate: 'adding', length: steps, count: 40 },
        model: { ...kind, hiddenSize: 6, layers: 2, bidirectional: true },
      });
      const back = new StepsBack(recorder.recording);
      for (const [layer, first, next] of [
        ['l1', steps - 1, -1],
        ['l1_reverse', 0, 1],
      ] as const) {
        assert.equal(back.at(layer, first), undefined, 'nothing comes after');
        for (let t = first + next; t >= 0 && t < steps; t += next) {
          const found = back.at(layer, t);
          near(found?.from, size(recorder, layer, t - next), `${layer}, from ${t - next}`);
          near(found?.to, size(recorder, layer, t), `${layer}, to ${t}`);
        }
      }
    });
  }

  it('passes from a decoder into its encoder', async () => {
    const recorder = await record({
      data: { file: 'waves.csv', inputs: ['a', 'b'], targets: ['a'], window: 6, horizon: 4, validation: 0.3 },
      task: { shape: 'encoder-decoder' },
      model: { cell: 'lstm', hiddenSize: 5 },
    });
    const found = new StepsBack(recorder.recording).at('l0', 5);
    near(found?.from, size(recorder, 'decoder.l0', 0), 'from the decoder');
    near(found?.to, size(recorder, 'l0', 5), 'to the encoder');
  });

  it('is not shown for a step whose gate is held, and is shown for all others', async () => {
    const recorder = await record({
      data: { generate: 'adding', length: steps, count: 40 },
      model: { cell: 'lstm', hiddenSize: 6 },
    });
    const changed = recorder.change([{ name: 'l0.gate.f', step: 4, unit: 2, value: 0.99 }]);
    const back = new StepsBack(changed);
    assert.deepEqual(
      Array.from({ length: steps - 1 }, (_, t) => back.at('l0', t) === undefined),
      Array.from({ length: steps - 1 }, (_, t) => t === 3),
    );
  });
});
