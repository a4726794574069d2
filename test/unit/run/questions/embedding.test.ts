/** Questions about the embedding of a run, which a training has made from words. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Random } from '../../../../src/data/common/random';
import { decodeSafetensors } from '../../../../src/formats/safetensors';
import { listSnapshots, snapshotWeightsFile } from '../../../../src/run/files/snapshots';
import { embeddingFacts } from '../../../../src/run/questions/embedding';
import { observe } from '../../../../src/run/questions/observation';
import { executeRun } from '../../../../src/run/training/execute';
import { Workspace } from '../workspace';

const random = new Random(1, 'farm');
const any = (words: string) => words.split(' ')[random.integer(words.split(' ').length)];
const farm = Array.from(
  { length: 900 },
  () =>
    `The ${any('old young grey')} ${any('cat dog fox hen')} ${any('eats finds')} ${any('fish bread corn')}.\n`,
).join('');

describe('the embedding of a run', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  let folder: string;
  let config: string;

  before(async () => {
    workspace.write('farm.txt', farm);
    const text = JSON.stringify({
      data: { file: 'farm.txt', tokens: 'word', window: 20 },
      model: { cell: 'gru', hiddenSize: 16, embedding: { size: 8 } },
      training: { epochs: 6, batchSize: 8, optimizer: { learningRate: 0.02 } },
    });
    config = workspace.write('farm.unroll.json', text);
    const cancel = new SharedArrayBuffer(8);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const { status, run, error, steps, validationLoss, baseline } = await executeRun(
      { request: 'train', config, text, cancel },
      quiet,
    );
    assert.ok(run && status === 'completed', error);
    assert.ok(steps > 0 && baseline && (validationLoss ?? 9) < 0.5 * baseline.loss);
    folder = run;
  });

  const ask = (update: number, token: string | null) =>
    embeddingFacts(folder, { update, weight: 'embedding.weight', token });
  const newest = () => listSnapshots(folder);

  it('has not moved at its start, which is drawn again from the seed', async () => {
    const { moved, tokens, size } = await ask(0, null);
    assert.deepEqual([tokens, size], [16, 8]);
    assert.ok(moved.every(({ value }) => value === 0));
  });

  it('moves, and words of one kind become neighbours', async () => {
    const update = (await newest()).at(-1) ?? 0;
    const { moved, nearest, token, norm } = await ask(update, 'cat');
    assert.equal(token, 'cat');
    assert.ok(norm > 0 && moved[0].value > 0.5);
    assert.ok(
      nearest.slice(0, 3).filter(({ token: each }) => ['dog', 'fox', 'hen'].includes(each)).length >= 2,
    );
    assert.equal((await ask(update, null)).token, moved[0].token);
  });

  it('is searched by the beginning of a token, whatever its case', async () => {
    const { token, matches } = await ask(0, 'f');
    assert.deepEqual([token, [...matches].sort()], [matches[0], ['finds', 'fish', 'fox']]);
    assert.equal((await ask(0, 'the')).token, 'The');
    const none = await ask(0, 'zebra');
    assert.deepEqual([none.token, none.matches, none.nearest], [null, [], []]);
    await assert.rejects(
      embeddingFacts(folder, { update: 0, weight: 'embedding.sky.weight', token: null }),
      /there is no "embedding\.sky\.weight" with the tokens of the run/,
    );
  });

  it('is what a trace’s x holds: the vector of each token; the words are the labels of the steps', async () => {
    const update = (await newest()).at(-1) ?? 0;
    const observation = await observe({ folder, config, roots: [workspace.folder] }, () => undefined);
    const weights = decodeSafetensors(readFileSync(snapshotWeightsFile(folder, update)));
    observation.observer.take(weights);
    const { tensors, stepLabels } = observation.observer.trace('validation', 0, [], () => undefined);
    const x = tensors.get('x');
    const vectors = weights.tensors.get('embedding.weight');
    assert.ok(x && vectors);
    assert.deepEqual(x.shape, [20, 8]);
    const names = observation.dataset.outputNames;
    stepLabels.forEach((label, t) => {
      const code = names.indexOf(label);
      assert.deepEqual(
        [...x.values.slice(t * 8, (t + 1) * 8)],
        [...vectors.values.slice(code * 8, (code + 1) * 8)],
      );
    });
  });
});
