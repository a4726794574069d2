/** Draws the start values of the weights. Every block is drawn from a stream of its own, named after it. */
import type { ModelConfig } from '../config/schema';
import { Random } from '../data/common/random';
import type { Cell } from './cells/cell';
import type { LayerParameters, Parameters } from './parameters';
import type { Tensor } from './tensor';

type Initialiser = ModelConfig['init']['recurrent'];

/**
 * Draws recurrent and input weights gate by gate, as `model.init` states. Biases are PyTorch's ±1/√H with
 * `uniform` input weights, and zero otherwise. The readout is `torch.nn.Linear`'s ±1/√fan_in,
 * an embedding `torch.nn.Embedding`'s N(0, 1).
 */
export function initialise(
  parameters: Parameters,
  cell: Cell,
  init: ModelConfig['init'],
  seed: number,
): void {
  for (const layer of [...parameters.encoder, ...parameters.decoder].flat()) {
    initialiseLayer(layer, cell, parameters.spec.hiddenSize, init, seed);
  }
  for (const { name, value } of parameters.embeddings) {
    fillNormal(value.values, name, seed);
  }
  const { readoutWeight, readoutBias } = parameters;
  const bound = 1 / Math.sqrt(readoutWeight.value.shape[1]);
  for (const { name, value } of [readoutWeight, readoutBias]) {
    fillUniform(value.values, bound, new Random(seed, 'weights', name));
  }
}

function initialiseLayer(
  layer: LayerParameters,
  cell: Cell,
  H: number,
  init: ModelConfig['init'],
  seed: number,
): void {
  const { weightIh, weightHh, biasIh, biasHh } = layer.weights;
  const stream = (tensor: Tensor, gate: string) => new Random(seed, 'weights', tensor.name, gate);
  cell.gates.forEach((gate, g) => {
    const input = weightIh.values.subarray(g * H * layer.inputSize, (g + 1) * H * layer.inputSize);
    fill(input, H, layer.inputSize, init.input, 1, H, stream(weightIh, gate));
    const recurrent = weightHh.values.subarray(g * H * H, (g + 1) * H * H);
    fill(recurrent, H, H, init.recurrent, init.gain, H, stream(weightHh, gate));
    for (const bias of [biasIh, biasHh]) {
      if (bias && init.input === 'uniform') {
        fillUniform(bias.values.subarray(g * H, (g + 1) * H), 1 / Math.sqrt(H), stream(bias, gate));
      }
    }
    if (gate === 'f' && init.forgetBias !== undefined) {
      // Only one of the two vectors gets the forget bias: on both it would count twice.
      biasIh?.values.fill(init.forgetBias, g * H, (g + 1) * H);
      biasHh?.values.fill(0, g * H, (g + 1) * H);
    }
  });
}

/**
 * Draws one `rows × columns` block. `uniform` is ±1/√H, `xavier` ±√(6/(rows + columns)) (Glorot and Bengio
 * 2010).
 */
function fill(
  block: Tensor['values'],
  rows: number,
  columns: number,
  initialiser: Initialiser,
  gain: number,
  H: number,
  random: Random,
): void {
  switch (initialiser) {
    case 'uniform':
      fillUniform(block, gain / Math.sqrt(H), random);
      return;
    case 'xavier':
      fillUniform(block, gain * Math.sqrt(6 / (rows + columns)), random);
      return;
    case 'identity':
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          block[i * columns + j] = i === j ? gain : 0;
        }
      }
      return;
    case 'orthogonal':
      block.set(orthogonal(rows, columns, random).map((value) => gain * value));
  }
}

/** Draws the start values of an embedding, which depend on its name and the seed alone. */
export function fillNormal(values: Tensor['values'], name: string, seed: number): void {
  const random = new Random(seed, 'weights', name);
  for (let j = 0; j < values.length; j++) {
    values[j] = random.normal();
  }
}

function fillUniform(values: Tensor['values'], bound: number, random: Random): void {
  for (let j = 0; j < values.length; j++) {
    values[j] = random.uniform(-bound, bound);
  }
}

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2014): Gaussian vectors
 * made orthonormal one after the other, twice, which keeps them so to rounding (Kahan and Parlett's "twice is
 * enough").
 */
function orthogonal(rows: number, columns: number, random: Random): Float64Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const other of [...vectors, ...vectors]) {
      const along = vector.reduce((sum, value, j) => sum + value * other[j], 0);
      for (let j = 0; j < length; j++) {
        vector[j] -= along * other[j];
      }
    }
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vectors.push(vector.map((value) => value / norm));
  }
  const matrix = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      matrix[i * columns + j] = rows < columns ? vectors[i][j] : vectors[j][i];
    }
  }
  return matrix;
}
