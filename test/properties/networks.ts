/** Random networks with a random batch in them, in float64 on the reference kernels. */
import fc from 'fast-check';
import type { SequenceShape } from '../../src/data/common/dataset';
import { Random } from '../../src/data/common/random';
import { referenceKernels } from '../../src/engine/kernels/reference';
import { heap } from '../../src/engine/memory';
import { hasOwnOutputs, Network } from '../../src/engine/network';
import { Parameters } from '../../src/engine/parameters';
import { cellOf, type NetworkSpec } from '../../src/engine/spec';

const losses = [
  { loss: 'mse', output: 'identity' },
  { loss: 'mse', output: 'sigmoid' },
  { loss: 'mse', output: 'softmax' },
  { loss: 'crossEntropy', output: 'softmax' },
  { loss: 'binaryCrossEntropy', output: 'sigmoid' },
] as const;
const shapes: SequenceShape[] = [
  'one-to-one',
  'one-to-many',
  'many-to-one',
  'many-to-many',
  'encoder-decoder',
];

const size = fc.integer({ min: 1, max: 4 });

export const problem = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  shape: fc.constantFrom(...shapes),
  cell: fc.constantFrom('rnn' as const, 'lstm' as const, 'gru' as const),
  variant: fc.constantFrom('original' as const, 'cudnn' as const),
  objective: fc.constantFrom(...losses),
  hiddenSize: size,
  inputSize: size,
  /** Sizes of the embeddings whose vectors are part of the input. */
  embedded: fc.array(size, { maxLength: 2 }),
  outputSize: size,
  layers: fc.integer({ min: 1, max: 3 }),
  bidirectional: fc.boolean(),
  bias: fc.boolean(),
  teacherForcing: fc.boolean(),
  rows: fc.integer({ min: 1, max: 3 }),
  steps: fc.integer({ min: 1, max: 5 }),
  outputSteps: fc.integer({ min: 1, max: 4 }),
});

/** Number of tokens of each embedding. */
const tokens = 3;

export type Problem = typeof problem extends fc.Arbitrary<infer T> ? T : never;

/** A network of random weights with a random padded batch in it; tanh, so that the loss is smooth. */
export function networkOf(
  given: Problem,
  keepsPreactivations = false,
): { network: Network; weights: Parameters } {
  const own = hasOwnOutputs(given);
  const steps = given.shape === 'one-to-one' || given.shape === 'one-to-many' ? 1 : given.steps;
  const outputSteps = own ? given.outputSteps : steps;
  const inputSize = given.embedded.reduce((sum, each) => sum + each, given.inputSize);
  const spec: NetworkSpec = {
    ...given,
    ...given.objective,
    inputSize,
    embeddings: given.embedded.map((each, k) => ({ name: `embedding.${k}.weight`, tokens, size: each })),
    activation: 'tanh',
    bidirectional: given.bidirectional && !own,
    dropout: 0,
    networkInputSize: given.shape === 'one-to-many' ? inputSize + given.outputSize : inputSize,
  };
  const random = new Random(given.seed, 'test');
  const weights = new Parameters(cellOf(spec), spec, 'float64', heap);
  for (const { value } of weights.all) {
    value.values.forEach((_, j) => {
      value.values[j] = random.normal() * 0.7;
    });
  }
  const capacity = { rows: given.rows, steps, outputSteps };
  const network = new Network(
    spec,
    weights,
    capacity,
    referenceKernels,
    'float64',
    () => undefined,
    keepsPreactivations,
  );
  network.allocate();
  network.begin(given.rows, steps, outputSteps);
  network.resetState();
  network.input.x.forEach((_, j) => {
    network.input.x[j] = random.normal();
  });
  for (let b = 0; b < given.rows; b++) {
    // The first row is whole, the others may be padded.
    const length = b === 0 ? steps : 1 + random.integer(steps);
    const outputLength = b === 0 ? outputSteps : 1 + random.integer(outputSteps);
    network.encoder.lengths[b] = given.shape === 'one-to-many' ? outputLength : length;
    if (network.decoder) {
      network.decoder.lengths[b] = outputLength;
    }
    for (const codes of network.input.codes ?? []) {
      for (let t = 0; t < steps; t++) {
        codes[t * given.rows + b] = t < length ? random.integer(tokens) : -1;
      }
    }
    for (let t = 0; t < outputSteps; t++) {
      const place = t * given.rows + b;
      const real = t < (own ? outputLength : length);
      const has = given.shape === 'many-to-one' ? t === length - 1 : real && (b === 0 || random.next() < 0.8);
      network.output.mask[place] = has ? 1 : 0;
      network.output.targetClass[place] = random.integer(spec.outputSize);
      for (let j = 0; j < spec.outputSize; j++) {
        network.output.target[place * spec.outputSize + j] =
          spec.loss === 'binaryCrossEntropy' ? random.integer(2) : random.normal();
      }
    }
  }
  return { network, weights };
}

export function lossOf(network: Network, given: Problem, everyStep = false): number {
  network.forward({ feedback: given.teacherForcing ? 'target' : 'output', everyStep, dropout: null });
  return network.lossSum / network.targetCount;
}
