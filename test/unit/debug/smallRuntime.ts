/** A runtime whose recording is written by hand: an RNN of two units over six steps, h = t + unit / 10. */

import { Runtime } from '../../../src/debug/runtime';
import type { Intervention, RecordedTensor, Recording } from '../../../src/protocol/recording';

export const steps = 6;
const units = 2;

export function smallRuntime(): Runtime {
  return new Runtime({ recording: recordingWith([]), change: recordingWith });
}

function recordingWith(interventions: readonly Intervention[]): Recording {
  const tensors = new Map<string, RecordedTensor>([
    ['x', tensor(1, (t) => t / 2)],
    ['l0.h', tensor(units, (t, unit) => t + unit / 10)],
    ['y', tensor(1, (t) => -t)],
  ]);
  for (const { name, step, unit, value } of interventions) {
    const changed = tensors.get(name);
    if (changed) {
      changed.values[step * changed.shape[1] + unit] = value;
    }
  }
  return {
    run: null,
    set: 'validation',
    sequence: 0,
    watched: null,
    label: 'small',
    step: 0,
    kind: { cell: 'rnn', activation: 'tanh', variant: 'original' },
    gates: [''],
    hiddenSize: units,
    layers: ['l0'],
    steps,
    outputSteps: steps,
    tensors,
    interventions,
    weights: new Map(),
    inputs: [{ name: 'a', scaling: null }],
    outputs: [{ name: 'b', scaling: null }],
    classes: null,
    stepLabels: [],
    file: '/data/small.csv',
    places: Int32Array.from({ length: 2 * steps }, (_, at) => (at % 2 === 0 ? 10 + at / 2 : 0)),
    dataChanged: false,
  };
}

function tensor(width: number, value: (t: number, unit: number) => number): RecordedTensor {
  const values = Float32Array.from({ length: steps * width }, (_, at) =>
    value(Math.floor(at / width), at % width),
  );
  return { shape: [steps, width], values };
}
