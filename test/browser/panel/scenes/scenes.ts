/**
 * Messages as the host sends them, for the development page and its tests, from small networks that were run.
 */
import { EigenvalueDecomposition, inverse, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { Spectrum } from '../../../../src/analysis/spectrum/spectrum';
import { Random } from '../../../../src/data/common/random';
import type { HostToPanel, PanelProbe, PanelTensor, WeightBlock } from '../../../../src/protocol/panel';
import type { Metric, RunRecord, Signals } from '../../../../src/protocol/run';
import { form } from './forms';

export interface Scene {
  readonly messages: readonly HostToPanel[];
  /** The host's answer to a request for a block's spectrum. */
  readonly spectra: readonly Spectrum[];
  /**
   * Its answer to a request for the analysis of a layer; the analysis of any other layer is still being
   * computed.
   */
  readonly analyses?: readonly Extract<HostToPanel, { type: 'analysis' }>[];
  /** The snapshots of its training; a host sends the requested one, and the requested values. */
  readonly history?: readonly {
    readonly trace: Extract<HostToPanel, { type: 'trace' }>;
    readonly weights: Extract<HostToPanel, { type: 'weights' }>;
  }[];
  /** Its answer when a query chooses a sequence, with its values; any other is still being computed. */
  readonly picks?: readonly Extract<HostToPanel, { type: 'sequencePicked' | 'sequenceNotPicked' }>[];
}

type Cell = 'rnn' | 'lstm';
/** Trace with its values, which the host sends only on request. */
export type Full<T extends PanelTensor | WeightBlock> = T & { readonly values: Float32Array };

const table: Signals = {
  inputs: ['temp_max', 'temp_min', 'precipitation', 'wind'],
  outputs: ['temp_max'],
  inputScaling: [
    { offset: 16.4, scale: 7.35 },
    { offset: 8.2, scale: 5.02 },
    { offset: 3.03, scale: 6.68 },
    { offset: 3.24, scale: 1.44 },
  ],
  outputScaling: [{ offset: 16.4, scale: 7.35 }],
  targetKind: 'values',
};

/** The weather example: an LSTM of 32 units over 30 days. */
export function weather(steps = 30, hidden = 32): Scene {
  const random = new Random(7, 'weather', steps, hidden);
  const day = (step: number) => new Date(Date.UTC(2015, 3, 2 + step)).toISOString().slice(0, 10);
  const x = Float32Array.from({ length: steps * 4 }, (_, index) => {
    const season = Math.sin((Math.floor(index / 4) * 2 * Math.PI) / 60);
    return (index % 4 === 2 ? Math.max(-0.45, random.normal()) : 0.6 * season) + 0.5 * random.normal();
  });
  const states = runLstm(x, steps, 4, hidden, random);
  const y = Float32Array.from({ length: steps }, (_, t) => 0.5 * x[t * 4] + 0.1 * random.normal());
  const target = new Float32Array(steps).fill(Number.NaN);
  target[steps - 1] = y[steps - 1] + 0.21;
  const loss = new Float32Array(steps);
  loss[steps - 1] = 0.0441;
  const tensors = [
    tensor('x', x, steps, 4),
    tensor('y', y, steps, 1),
    tensor('target', target, steps, 1),
    tensor('loss', loss, steps, 1),
    ...states,
    ...gradients('l0', steps, hidden, 0.86, random, true),
  ];
  const stepLabels = Array.from({ length: steps }, (_, step) => day(step));
  const probes = [
    { sequence: 0, label: `rows 1168–${1167 + steps}`, stepLabels, tensors },
    { sequence: 40, label: `rows 1208–${1207 + steps}`, stepLabels, tensors },
  ];
  return scene('weather', 'lstm', hidden, table, probes, random, 'running');
}

/** First names, character by character: an LSTM that classifies them into 27 classes. */
export function names(): Scene {
  const random = new Random(3, 'names');
  const word = 'Bartholomew\n';
  const letters = ['\\n', ...'abcdefghijklmnopqrstuvwxyz'];
  const classOf = (letter: string) => Math.max(0, letters.indexOf(letter.toLowerCase()));
  const steps = word.length;
  const size = letters.length;
  const x = new Float32Array(steps * size);
  const y = new Float32Array(steps * size);
  const target = new Float32Array(steps);
  const loss = new Float32Array(steps);
  [...word].forEach((letter, t) => {
    x[t * size + classOf(letter)] = 1;
    const next = classOf(word[t + 1] ?? '\n');
    const weights = letters.map((_, k) => Math.exp(2 * random.normal() + (k === next ? 3.5 : 0)));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, k) => {
      y[t * size + k] = weight / sum;
    });
    target[t] = next;
    loss[t] = -Math.log(y[t * size + next]);
  });
  const tensors = [
    tensor('x', x, steps, size),
    tensor('y', y, steps, size),
    tensor('target', target, steps, 1),
    tensor('loss', loss, steps, 1),
    ...runLstm(x, steps, size, 48, random),
    ...gradients('l0', steps, 48, 0.7, random, true),
  ];
  const signals: Signals = {
    inputs: letters,
    outputs: letters,
    inputScaling: letters.map(() => ({ offset: 0, scale: 1 })),
    outputScaling: letters.map(() => ({ offset: 0, scale: 1 })),
    targetKind: 'classes',
  };
  const probe = {
    sequence: 0,
    label: 'line 17: "Bartholomew"',
    stepLabels: [...word].map((letter) => (letter === '\n' ? '⏎' : letter)),
    tensors,
  };
  return scene('names', 'lstm', 48, signals, [probe], random, 'completed');
}

/** The adding task with a vanilla RNN: the gradient underflows before the sequence begins. */
export function vanishing(): Scene {
  const random = new Random(5, 'vanishing');
  const [steps, hidden] = [100, 24];
  const x = Float32Array.from({ length: steps * 2 }, (_, index) =>
    index % 2 === 0 ? random.next() : index === 25 || index === 141 ? 1 : 0,
  );
  const z = new Float32Array(steps * hidden);
  const h = new Float32Array(steps * hidden);
  for (let index = 0; index < z.length; index++) {
    z[index] = (index >= hidden ? 0.6 * h[index - hidden] : 0) + 0.4 * random.normal();
    h[index] = Math.tanh(z[index]);
  }
  const y = new Float32Array(steps).fill(0.98);
  const target = new Float32Array(steps).fill(Number.NaN);
  target[steps - 1] = 1.31;
  const signals: Signals = {
    inputs: ['value', 'marker'],
    outputs: ['sum'],
    inputScaling: [
      { offset: 0, scale: 1 },
      { offset: 0, scale: 1 },
    ],
    outputScaling: [{ offset: 0, scale: 1 }],
    targetKind: 'values',
  };
  const tensors = [
    tensor('x', x, steps, 2),
    tensor('y', y, steps, 1),
    tensor('target', target, steps, 1),
    tensor('l0.h', h, steps, hidden),
    tensor('l0.preactivation', z, steps, hidden),
    ...gradients('l0', steps, hidden, 0.27, random, false),
  ];
  const probe = { sequence: 0, label: 'sequence 0', stepLabels: [], tensors };
  return scene('adding-rnn', 'rnn', hidden, signals, [probe], random, 'cancelled');
}

/** A run that stopped at a loss that is not a number. */
function failing(): Scene {
  const good = vanishing();
  const messages = good.messages.map(
    (message): HostToPanel =>
      message.type === 'run' && message.run
        ? {
            ...message,
            run: {
              ...message.run,
              record: {
                ...message.run.record,
                status: 'failed',
                error:
                  'The gradient is not finite at update 231: layer 0, step 99, unit 4. Lower training.optimizer.learningRate (now 3) or set training.clip.norm.',
              },
            },
          }
        : message,
  );
  return { ...good, messages };
}

export function noRun(): Scene {
  return { messages: [form('weather'), { type: 'run', run: null }], spectra: [] };
}

function loading(): Scene {
  return {
    messages: [
      form('weather'),
      { type: 'run', run: null },
      { type: 'loading', file: 'measurements-2012-2015.csv', bytes: 43_100_000, totalBytes: 100_200_000 },
    ],
    spectra: [],
  };
}

export const scenes: Readonly<Record<string, () => Scene>> = {
  weather,
  names,
  vanishing,
  failing,
  noRun,
  loading,
  long: () => weather(2000, 256),
};

function scene(
  name: string,
  cell: Cell,
  hidden: number,
  signals: Signals,
  probes: readonly PanelProbe[],
  random: Random,
  status: RunRecord['status'],
): Scene {
  const record: RunRecord = {
    status,
    name,
    config: `${name}.unroll.json`,
    seed: 1,
    startedAt: '2026-03-02T14:05:11Z',
    process: { id: 4711, host: 'desk' },
    versions: { unroll: '0.1.0', node: '20.20.0' },
    dataFingerprint: '5f2c',
    parameters: 4 * hidden * (hidden + 6) + hidden + 1,
    baseline: { name: 'naive forecast (tomorrow = today)', loss: 0.1874 },
    notes: ['3 empty cells of "wind" were filled with the row before.'],
    steps: 24 * 32,
    epochs: 24,
    plannedSteps: 30 * 32,
    plannedEpochs: 30,
    trainLoss: 0.1284,
    validationLoss: 0.1391,
    signals,
  };
  const shown = probes[0].tensors.find((each) => each.name.endsWith('.h'));
  const size = Math.min(48, shown?.shape[1] ?? hidden);
  const letters = cell === 'lstm' ? ['i', 'f', 'g', 'o'] : [''];
  const labels: Record<string, string> = {
    i: 'layer 0, input gate i',
    f: 'layer 0, forget gate f',
    g: 'layer 0, candidate C̃',
    o: 'layer 0, output gate o',
    '': 'layer 0',
  };
  const blocks = letters.map((letter, index) => ({
    name: letter ? `rnn.weight_hh_l0.${letter}` : 'rnn.weight_hh_l0',
    label: labels[letter],
    size,
    values: Float32Array.from(
      { length: size * size },
      () => ((0.8 + 0.15 * index) * random.normal()) / Math.sqrt(size),
    ),
  }));
  return {
    messages: [
      form(name),
      {
        type: 'run',
        run: {
          folder: `/ws/.unroll/${name}/20260302-140511-abcd`,
          record,
          cell,
          metrics: whatIf(record, random),
        },
      },
      { type: 'trace', update: record.steps, epoch: record.epochs, probes },
      { type: 'weights', update: record.steps, blocks },
    ],
    spectra: blocks.map(spectrumOf),
  };
}

function whatIf(record: RunRecord, random: Random): Metric[] {
  const metrics: Metric[] = [];
  for (let step = 1; step <= record.steps; step++) {
    const level = 0.125 + 0.9 * Math.exp(-step / 60);
    const epoch = Math.ceil(step / 32);
    metrics.push({
      event: 'step',
      step,
      epoch,
      loss: level * Math.exp(0.25 * random.normal()),
      gradientNorm: 0.4 * Math.exp(0.5 * random.normal()),
      clipped: false,
      learningRate: 0.003,
      seconds: step * 0.021,
    });
    if (step % 32 === 0) {
      metrics.push({
        event: 'epoch',
        step,
        epoch,
        trainLoss: level * 1.02,
        validationLoss: level * 1.06 + 0.004 * random.normal(),
        seconds: step * 0.021,
      });
    }
  }
  return metrics;
}

function tensor(name: string, values: Float32Array, ...shape: number[]): PanelTensor {
  return { name, shape, values };
}

/** An LSTM with random weights, run over x: h, c and the gates of layer 0. */
function runLstm(
  x: Float32Array,
  steps: number,
  inputs: number,
  hidden: number,
  random: Random,
): PanelTensor[] {
  const input = Float64Array.from({ length: 4 * hidden * inputs }, () => random.normal() / Math.sqrt(inputs));
  // Wide layers get a sparse recurrent matrix, so that the page is made quickly.
  const fanIn = Math.min(hidden, 32);
  const recurrent = Float64Array.from(
    { length: 4 * hidden * fanIn },
    () => random.normal() / Math.sqrt(fanIn),
  );
  const [h, c] = [new Float32Array(steps * hidden), new Float32Array(steps * hidden)];
  const gates = ['i', 'f', 'g', 'o'].map(() => new Float32Array(steps * hidden));
  for (let t = 0; t < steps; t++) {
    for (let unit = 0; unit < hidden; unit++) {
      gates.forEach((gate, k) => {
        const row = k * hidden + unit;
        let z = k === 1 ? 1.5 : 0;
        for (let j = 0; j < inputs; j++) {
          z += input[row * inputs + j] * x[t * inputs + j];
        }
        for (let j = 0; t > 0 && j < fanIn; j++) {
          z += recurrent[row * fanIn + j] * h[(t - 1) * hidden + ((unit + j) % hidden)];
        }
        gate[t * hidden + unit] = k === 2 ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
      });
      const at = t * hidden + unit;
      const [i, f, g, o] = gates;
      c[at] = f[at] * (t > 0 ? c[at - hidden] : 0) + i[at] * g[at];
      h[at] = o[at] * Math.tanh(c[at]);
    }
  }
  return [
    tensor('l0.h', h, steps, hidden),
    tensor('l0.c', c, steps, hidden),
    ...['i', 'f', 'g', 'o'].map((letter, k) => tensor(`l0.gate.${letter}`, gates[k], steps, hidden)),
  ];
}

function gradients(
  layer: string,
  steps: number,
  hidden: number,
  factor: number,
  random: Random,
  cell: boolean,
): PanelTensor[] {
  const make = (size: number) => {
    const values = new Float32Array(steps * hidden);
    for (let unit = 0; unit < hidden; unit++) {
      let value = size * random.normal();
      for (let t = steps - 1; t >= 0; t--) {
        values[t * hidden + unit] = value * factor ** (steps - 1 - t);
        value = 0.9 * value + 0.3 * size * random.normal();
      }
    }
    return values;
  };
  return [
    tensor(`${layer}.grad.h`, make(0.05), steps, hidden),
    ...(cell ? [tensor(`${layer}.grad.c`, make(0.09), steps, hidden)] : []),
  ];
}

function spectrumOf({ name, size, values }: Full<WeightBlock>): Spectrum {
  const matrix = new Matrix(
    Array.from({ length: size }, (_, i) => Array.from(values.subarray(i * size, (i + 1) * size))),
  );
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrix);
  const eigenvalues = realEigenvalues
    .map((re, index): readonly [number, number] => [re, imaginaryEigenvalues[index]])
    .sort((one, other) => Math.hypot(...other) - Math.hypot(...one) || other[1] - one[1]);
  const [leading] = eigenvalues;
  const frobenius = matrix.norm('frobenius');
  const squares = eigenvalues.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
  const resolvent = inverse(Matrix.sub(matrix, Matrix.eye(size).mul(leading[0] + 0.05)));
  return {
    name,
    size,
    eigenvalues,
    spectralRadius: Math.hypot(...leading),
    participation: null,
    largestSingularValue: new SingularValueDecomposition(matrix).diagonal[0],
    conditionOfEigenvectors: 41.7,
    departureFromNormality: Math.sqrt(Math.max(0, frobenius ** 2 - squares)) / frobenius,
    nearlyDefective: false,
    leadingSensitivity: {
      re: Float64Array.from(
        { length: size * size },
        (_, index) => 0.02 * resolvent.get(index % size, Math.floor(index / size)),
      ),
      im: Float64Array.from(
        { length: size * size },
        (_, index) => 0.004 * resolvent.get(Math.floor(index / size), index % size),
      ),
    },
    leadingMultiplicity: 1,
    equallyLarge: 1,
    leadingCondition: 2.31,
  };
}
