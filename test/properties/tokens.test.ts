/** Embeddings and class weights against PyTorch: loss, gradients and updates. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Network } from '../../src/engine/network';
import { Optimizer } from '../../src/engine/optimizer';
import { Parameters } from '../../src/engine/parameters';
import { cellOf, type NetworkSpec } from '../../src/engine/spec';
import { allBuilds, type Build } from '../kernels';
import { configOf } from '../unit/engine/sequences';
import { root } from '../vscode/folders';

const vector = z.array(z.number());
const matrix = z.array(vector);
const tensors = z.record(z.string(), z.union([vector, matrix]));
const reference = z
  .object({
    lengths: vector,
    classWeights: vector,
    /** `[T][B][N]` */
    numbers: z.array(matrix),
    /** `[T][B]` of each embedding. */
    codes: z.array(matrix),
    /** `[T][B]`, −100 where there is none. */
    target: matrix,
    weights: tensors,
    losses: vector,
    gradients: tensors,
    updated: tensors,
  })
  .parse(JSON.parse(readFileSync(path.join(root, 'test', 'reference', 'tokens.json'), 'utf8')));

function networkOf({ kernels: make, precision }: Build) {
  const kernels = make();
  const { lengths, classWeights, weights: given } = reference;
  const [T, B] = [reference.target.length, lengths.length];
  const embeddings = Object.entries(given).flatMap(([name, rows]) => {
    const [first] = rows;
    return name.startsWith('embedding.') && Array.isArray(first)
      ? [{ name, tokens: rows.length, size: first.length }]
      : [];
  });
  const inputSize = embeddings.reduce((sum, { size }) => sum + size, reference.numbers[0][0].length);
  const spec: NetworkSpec = {
    shape: 'many-to-many',
    cell: 'lstm',
    activation: 'tanh',
    variant: 'original',
    hiddenSize: 4,
    layers: 1,
    bidirectional: false,
    bias: true,
    dropout: 0,
    inputSize,
    embeddings,
    networkInputSize: inputSize,
    outputSize: classWeights.length,
    loss: 'crossEntropy',
    classWeights,
    output: 'softmax',
    teacherForcing: true,
  };
  const weights = new Parameters(cellOf(spec), spec, precision, kernels.memory);
  assert.deepEqual(weights.all.map(({ name }) => name).sort(), Object.keys(given).sort());
  for (const { name, value } of weights.all) {
    value.values.set(given[name].flat());
  }
  const capacity = { rows: B, steps: T, outputSteps: T };
  const network = new Network(spec, weights, capacity, kernels, precision, () => undefined);
  network.allocate();
  network.begin(B, T, T);
  network.encoder.lengths.set(lengths);
  network.input.x.set(reference.numbers.flat(2));
  reference.codes.forEach((codes, k) => {
    network.input.codes?.[k].set(codes.flat());
  });
  const target = reference.target.flat();
  network.output.mask.set(target.map((k) => (k >= 0 ? 1 : 0)));
  network.output.targetClass.set(target.map((k) => Math.max(0, k)));
  network.resetState();
  return { network, weights, kernels };
}

describe('embeddings and class weights against PyTorch', () => {
  for (const build of allBuilds) {
    const tolerance = build.precision === 'float64' ? 1e-10 : 3e-6;
    const near = (ours: ArrayLike<number>, theirs: readonly number[], what: string) =>
      theirs.forEach((value, j) => {
        assert.ok(Math.abs(ours[j] - value) <= tolerance, `${what}[${j}]: ${ours[j]}, ${value}`);
      });

    it(`loss, gradients and five clipped updates of the ${build.name} kernels`, () => {
      const { network, weights, kernels } = networkOf(build);
      const { optimizer: settings } = configOf('many-to-many').training;
      const optimizer = new Optimizer(
        { ...settings, learningRate: 0.05 },
        { norm: 0.1 },
        weights,
        kernels,
        build.precision,
      );
      reference.losses.forEach((theirs, update) => {
        network.forward({ feedback: 'target', everyStep: false, dropout: null });
        near([network.lossSum / network.targetCount], [theirs], `loss of update ${update}`);
        weights.clearGradients();
        network.backward({ weights: true });
        for (const { name, gradient } of update === 0 ? weights.all : []) {
          near(gradient.values, reference.gradients[name].flat(), `∂L/∂${name}`);
        }
        optimizer.step(update + 1, 0.05);
      });
      for (const { name, value } of weights.all) {
        near(value.values, reference.updated[name].flat(), name);
      }
    });
  }
});
