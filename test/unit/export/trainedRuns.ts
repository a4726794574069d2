/** Small trained models of every cell and shape, and what the engine itself predicts with them. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { BatchBuffer, Dataset } from '../../../src/data/common/dataset';
import { readWeights } from '../../../src/engine/checkpoint';
import { extentOf, fillChunk } from '../../../src/engine/chunk';
import { webAssemblyKernels } from '../../../src/engine/kernels/webAssembly';
import { hasOwnOutputs, Network } from '../../../src/engine/network';
import { Parameters } from '../../../src/engine/parameters';
import { cellOf, networkSpec } from '../../../src/engine/spec';
import { fedOf, rawOf, type Scaling } from '../../../src/notation/scaling';
import { fileNames, readRunConfig } from '../../../src/run/files/folder';
import { readTensorFile } from '../../../src/run/files/tensorFile';
import { executeRun } from '../../../src/run/training/execute';
import { readData } from '../../../src/run/training/trainingSetup';
import type { Workspace } from '../run/workspace';

const weather = ['sun', 'rain', 'snow'];
const sky = ['clear', 'grey'];
/** Kelvin and pascal, far from zero; a column of words, and one of dates. */
const rows = Array.from({ length: 150 }, (_, t) => {
  const day = new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10);
  const wave = Math.sin(t / 4) + 0.3 * Math.cos(t / 1.7);
  const numbers = [288.15 + 8 * wave, 101325 + 30 * Math.cos(t / 5), Math.abs(wave) > 0.6 ? 1 : 0];
  return [day, ...numbers.map((value) => value.toFixed(3)), weather[(t * t) % 3], sky[t % 2]].join(',');
});
const table = `date,temperature,pressure,storm,weather,sky\n${rows.join('\n')}\n`;

const words = ['Ada', 'Grace', 'Barbara', 'Jo', 'Zoë', 'Katherine', 'Mary', 'Ida'];
const text = Array.from({ length: 90 }, (_, i) => words[(i * 3 + (i >> 2)) % words.length]).join('\n');
const pairs = Array.from({ length: 60 }, (_, i) => {
  const [a, b] = [(i * 37) % 90, (i * 11) % 80];
  return JSON.stringify({
    question: `${a}+${b}`,
    answer: `${a + b}`.padStart(3),
    odd: a % 2 ? 'odd' : 'even',
  });
});

const verse = ['The cat doesn’t sit,', 'the dog sits: it’s "here"!', 'Where’s the CAT? 2 cats, 1 dog…'];
const verses = Array.from({ length: 60 }, (_, i) => `${verse[i % 3]} ${words[(i * 5) % words.length]} sits.`);

/** Writes the data files that the configs of tests name. */
export function writeData(workspace: Workspace): void {
  workspace.write('weather.csv', table);
  workspace.write('names.txt', `${text}\n`);
  workspace.write('verses.txt', `${verses.join('\n')}\n`);
  workspace.write('sums.jsonl', `${pairs.join('\n')}\n`);
}

export interface TrainedRun {
  readonly folder: string;
  readonly config: string;
}

export async function trainRun(workspace: Workspace, name: string, config: object): Promise<TrainedRun> {
  const content = JSON.stringify({
    ...config,
    training: { epochs: 1, batchSize: 16, optimizer: { learningRate: 0.02 } },
  });
  const file = workspace.write(`${name}.unroll.json`, content);
  const quiet = { say: () => undefined, pulse: () => undefined };
  const cancel = new SharedArrayBuffer(8);
  const request = { request: 'train', config: file, text: content, cancel } as const;
  const { run, status, error } = await executeRun(request, quiet);
  assert.ok(run !== null && status === 'completed', error);
  return { folder: run, config: file };
}

/** One sequence of the validation set, in the data's units. */
export interface PredictedSequence {
  /** `[steps][I]`; for tokens their numbers. */
  readonly inputs: readonly (readonly number[])[];
  readonly tokens: readonly number[];
  /** `[steps][K]` numbers of the words of each embedded column. */
  readonly words: readonly (readonly number[])[];
  /** `[steps][O]` what the engine predicts, of one step where the shape has one output. */
  readonly predicted: readonly (readonly number[])[];
  readonly scaling: readonly Scaling[];
  /** Line of the data file of its last input step, from 0. */
  readonly line: number | undefined;
}

/** What the engine predicts in a validation: a decoder reads its own outputs, dropout is off. */
export async function predictedByEngine({ folder, config: file }: TrainedRun): Promise<PredictedSequence[]> {
  const config = await readRunConfig(folder);
  const { dataset } = await readData(config, { config: file }, () => undefined);
  const set = dataset.validation;
  const spec = networkSpec(config, dataset);
  const kernels = webAssemblyKernels('plain');
  const weights = new Parameters(cellOf(spec), spec, 'float32', kernels.memory);
  readWeights(await readTensorFile(path.join(folder, fileNames.checkpoint), 'checkpoint'), spec, weights);
  const numbers = Array.from({ length: set.count }, (_, i) => i);
  const own = hasOwnOutputs(spec);
  const extent = extentOf(set, numbers);
  const capacity = { rows: 1, steps: extent.steps, outputSteps: own ? extent.outputSteps : extent.steps };
  const network = new Network(spec, weights, capacity, kernels, 'float32', () => undefined);
  network.allocate();
  return numbers.map((sequence) => {
    const steps = set.inputSteps(sequence);
    fillChunk(network, set, [sequence], 0, steps, set.outputSteps(sequence));
    network.resetState();
    network.forward({ feedback: 'output', everyStep: false, dropout: null });
    const { y, count } = network.readout;
    const predicted = Array.from({ length: count }, (_, t) =>
      dataset.targetScaling.map((scaling, j) => rawOf(y.values[t * spec.outputSize + j], scaling)),
    );
    return {
      ...inputsOf(dataset, sequence, steps),
      predicted,
      scaling: dataset.targetScaling,
      line: set.position?.(sequence, steps - 1)?.line,
    };
  });
}

/** The inputs in Float64, so that scaling them back gives the numbers of the file. */
function inputsOf(dataset: Dataset, sequence: number, steps: number) {
  const { inputSize: I, outputSize: O, inputScaling, embedded = [], validation } = dataset;
  const places = Math.max(steps, validation.outputSteps(sequence));
  const buffer: BatchBuffer = {
    size: 1,
    steps: places,
    x: new Float64Array(steps * I),
    target: new Float64Array(places * O),
    targetClass: new Int32Array(places),
    mask: new Uint8Array(places),
    codes: embedded.map(() => new Int32Array(places)),
  };
  validation.writeInputs(sequence, 0, steps, buffer, 0);
  const fed = Array.from({ length: steps }, (_, t) => [...buffer.x.subarray(t * I, (t + 1) * I)]);
  const words = Array.from({ length: steps }, (_, t) => (buffer.codes ?? []).map((codes) => codes[t]));
  return {
    inputs: fed.map((row) => row.map((value, i) => rawOf(value, inputScaling[i]))),
    tokens: I > 0 ? fed.map((row) => row.indexOf(1)) : words.map(([code]) => code),
    words,
  };
}

/**
 * The largest distance in units of the network's own outputs, and relative to them where they are larger than
 * a tenth, because the data's units would hide an error behind an offset. A Float32's own rounding is left out.
 */
export function distance(found: readonly (readonly number[])[], sequence: PredictedSequence): number {
  const { predicted, scaling } = sequence;
  assert.equal(found.length, predicted.length);
  const errors = predicted.flatMap((row, t) => {
    assert.equal(found[t].length, row.length);
    return row.map((value, j) => {
      const size = Math.max(Math.abs(fedOf(value, scaling[j])), 0.1);
      const rounding = Math.abs(value) * 2 ** -23;
      const error = Math.abs(found[t][j] - value);
      return error <= rounding ? 0 : (error - rounding) / scaling[j].scale / size;
    });
  });
  return errors.reduce((most, error) => (error > most || Number.isNaN(error) ? error : most), 0);
}
