/** A network with an embedding, against one that reads the same tokens as one-hot vectors. */
import { strict as assert } from 'node:assert';
import { loadDataset } from '../../src/data/load';
import { fillChunk } from '../../src/engine/chunk';
import { initialise } from '../../src/engine/initialise';
import { Network } from '../../src/engine/network';
import { Parameters } from '../../src/engine/parameters';
import { cellOf, networkSpec } from '../../src/engine/spec';
import { createTraining } from '../../src/engine/trainer';
import { allBuilds, type Build } from '../kernels';
import { configOf, sourceOf } from '../unit/data/sources';

const rows = Array.from({ length: 60 }, (_, i) => {
  const sky = ['sun', 'rain', 'snow'][(i * i) % 3];
  const wind = ['n', 'e', 's', 'w', 'ne'][(i * 7) % 5];
  return `${Math.sin(i)},${sky},${wind},${i % 7}`;
});
const table = (shape: string) => ({
  config: {
    data: { file: 't.csv', inputs: ['x', 'sky', 'wind'], targets: ['y'], window: 4, horizon: 2 },
    task: { shape },
  },
  content: `x,sky,wind,y\n${rows.join('\n')}\n`,
});
const text = (data: object, shape: string) => ({
  config: { data: { file: 's.txt', validation: 0.3, ...data }, task: { shape } },
  content: 'Ada\nBo\nCleo\nDaan\nEva\nAbba\nOda\nBob\n'.repeat(3),
});
const records = (shape: string) => ({
  config: { data: { file: 'r.jsonl', inputs: ['word'], targets: ['to'] }, task: { shape } },
  content: ['ab', 'cad', 'bed', 'a', 'dead']
    .map((word) => JSON.stringify({ word, to: [...word].reverse().join('') }))
    .join('\n'),
});

const cases = {
  'text, many-to-many': text({ window: 5 }, 'many-to-many'),
  'lines, many-to-one': text({ sequences: 'line' }, 'many-to-one'),
  'lines, one-to-many': text({ sequences: 'line' }, 'one-to-many'),
  'a table with two columns of words': table('many-to-one'),
  'a table, one-to-many': table('one-to-many'),
  'records, encoder-decoder': records('encoder-decoder'),
};

/** Loss and gradients of one batch, with the start weights of the seed, and embeddings of `weights`. */
async function pass(
  { config: written, content }: { config: object; content: string },
  { kernels: make, precision }: Build,
  embedded: boolean,
) {
  const bare = configOf({ ...written, model: { hiddenSize: 6, layers: 2 } });
  const load = (size?: number) => {
    const config = {
      ...bare,
      model: { ...bare.model, ...(size === undefined ? {} : { embedding: { size } }) },
    };
    return { config, dataset: loadDataset(config, async (file) => sourceOf(file, content)) };
  };
  const { embedded: found = [] } = await load(1).dataset;
  // A size of which each embedding can be the identity: one-hot vectors with zeros behind them.
  const size = Math.max(...found.map(({ tokens }) => tokens.length));
  const { config, dataset: loading } = load(embedded ? size : undefined);
  const dataset = await loading;
  const kernels = make();
  const spec = networkSpec(config, dataset);
  const weights = new Parameters(cellOf(spec), spec, precision, kernels.memory);
  return { config, dataset, kernels, spec, weights, sizes: found.map(({ tokens }) => tokens.length), size };
}

describe('an embedding', () => {
  for (const [name, given] of Object.entries(cases)) {
    for (const build of allBuilds) {
      it(`with the identity as weights is a one-hot input, to 1e-7: ${name}, ${build.name}`, async () => {
        const ours = await pass(given, build, true);
        const theirs = await pass(given, build, false);
        const { sizes, size } = ours;
        const results = [ours, theirs].map(({ config, dataset, kernels, spec, weights }) => {
          initialise(weights, cellOf(spec), config.model.init, 1);
          const sequences = [0, 1, 2];
          const steps = Math.max(...sequences.map((each) => dataset.training.inputSteps(each)));
          const outputSteps = Math.max(...sequences.map((each) => dataset.training.outputSteps(each)));
          const capacity = { rows: 3, steps, outputSteps };
          const network = new Network(spec, weights, capacity, kernels, build.precision, () => undefined);
          network.allocate();
          return { network, dataset, spec, weights, sequences, steps, outputSteps };
        });
        const [embedded, oneHot] = results;
        const numbers = embedded.dataset.inputSize;
        for (const { value } of embedded.weights.embeddings) {
          value.values.forEach((_, j) => {
            value.values[j] = j % size === Math.floor(j / size) ? 1 : 0;
          });
        }
        /** The column of the network with an embedding for each column of the one-hot network. */
        const columns = [
          ...Array.from({ length: numbers }, (_, j) => j),
          ...sizes.flatMap((count, k) => Array.from({ length: count }, (_, j) => numbers + k * size + j)),
          ...Array.from(
            { length: oneHot.spec.networkInputSize - oneHot.spec.inputSize },
            (_, j) => embedded.spec.inputSize + j,
          ),
        ];
        const from = embedded.spec.networkInputSize;
        const to = oneHot.spec.networkInputSize;
        const inOrder = (values: ArrayLike<number>) =>
          Array.from(
            { length: (values.length / from) * to },
            (_, j) => values[Math.floor(j / to) * from + columns[j % to]],
          );
        for (const { name: weight, value } of oneHot.weights.all) {
          const own = embedded.weights.all.find((each) => each.name === weight)?.value;
          assert.ok(own);
          value.values.set(weight === 'rnn.weight_ih_l0' ? inOrder(own.values) : own.values);
        }
        for (const { network, dataset, weights, sequences, steps, outputSteps } of results) {
          fillChunk(network, dataset.training, sequences, 0, steps, outputSteps);
          network.resetState();
          network.forward({ feedback: 'target', everyStep: false, dropout: null });
          weights.clearGradients();
          network.backward({ weights: true });
        }
        const near = (ours: number, theirs: number, what: string) =>
          assert.ok(
            Math.abs(ours - theirs) <= 1e-7 * Math.max(1, Math.abs(theirs)),
            `${what}: ${ours} ${theirs}`,
          );
        near(embedded.network.lossSum, oneHot.network.lossSum, 'loss');
        for (const { name: weight, gradient } of oneHot.weights.all) {
          const own = embedded.weights.all.find((each) => each.name === weight)?.gradient.values ?? [];
          const compared = weight === 'rnn.weight_ih_l0' ? inOrder(own) : own;
          gradient.values.forEach((value, j) => {
            near(compared[j], value, `∂L/∂${weight}[${j}]`);
          });
        }
      });
    }
  }

  it('is trained, and continues from a checkpoint to the same bits', async () => {
    const { config: written, content } = table('many-to-one');
    const config = configOf({
      ...written,
      model: { hiddenSize: 6, embedding: { size: 3 } },
      training: { epochs: 4, clip: { norm: 0.5 }, batchSize: 8 },
    });
    const dataset = await loadDataset(config, async (file) => sourceOf(file, content));
    const whole = createTraining(config, dataset);
    const events = [...whole.run(() => false)];
    assert.equal(events.at(-1)?.event, 'trace');
    const saved = whole.save();
    assert.deepEqual(saved.tensors.get('embedding.sky.weight')?.shape, [2, 3]);
    assert.deepEqual(saved.tensors.get('embedding.wind.weight')?.shape, [5, 3]);
    assert.ok(saved.tensors.has('optimizer.exp_avg.embedding.sky.weight'));
    const first = createTraining(config, dataset);
    const running = first.run(() => false);
    for (let count = 0; count < 9; count++) {
      running.next();
    }
    const second = createTraining(config, dataset);
    second.restore(first.save());
    const rest = [...second.run(() => false)];
    assert.ok(rest.length > 0);
    assert.deepEqual(second.save().tensors, saved.tensors);
  });
});
