/**
 * The run that most of the debugger's tests use: an LSTM on two waves, which predicts the first one from a
 * window of both.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { recordTrace } from '../../../src/run/questions/recordTrace';
import { Harness, train, waveRows, writeWaves } from './harness';

export const window = 12;
export const rows = waveRows(160);
const config = {
  data: { file: 'waves.csv', inputs: ['a', 'b'], targets: ['a'], window, validation: 0.4 },
  model: { cell: 'lstm', hiddenSize: 8 },
  training: { epochs: 2, seed: 3 },
};

export class Waves extends Harness {
  /** Path of the data file. */
  data = '';
  config = '';
  private tensors: ReadonlyMap<string, { shape: readonly number[]; values: ArrayLike<number> }> = new Map();

  constructor() {
    super();
    before(() => this.prepare());
  }

  /** A value of the sequence's trace, which the run's own recorder wrote. */
  at(name: string, t: number, unit: number): number {
    const tensor = this.tensors.get(name);
    assert.ok(tensor, name);
    return tensor.values[t * tensor.shape[1] + unit];
  }

  /** Launches the sequence and waits for the first stop. */
  override begin(launch: object = {}, configure?: () => Promise<unknown>): Promise<void> {
    return super.begin({ config: this.config, ...launch }, configure);
  }

  private async prepare(): Promise<void> {
    const { workspace } = this;
    this.data = writeWaves(workspace, rows);
    const { config: file, run } = await train(workspace, 'waves', config);
    this.config = file;
    const checkpoint = path.join(run, 'checkpoint.safetensors');
    const out = workspace.path('trace.safetensors');
    const request = { config: file, text: JSON.stringify(config), checkpoint, sequence: 0, out };
    this.tensors = (await recordTrace(request)).trace.tensors;
  }
}
