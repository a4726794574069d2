/**
 * Text that a model writes: greedy text is what the recorded trace expects most, for every model that writes; the
 * same seed gives the same text; the recorded sequence is the written text.
 */
import { strict as assert } from 'node:assert';
import path from 'node:path';
import { shownToken } from '../../../../src/data/common/trainedData';
import type { GenerationAsk } from '../../../../src/protocol/generated';
import type { PickedSequence } from '../../../../src/protocol/pickedSequence';
import { readRunConfig } from '../../../../src/run/files/folder';
import { InputError } from '../../../../src/run/files/inputError';
import { listSnapshots, pickedFile } from '../../../../src/run/files/snapshots';
import { readTensorFile } from '../../../../src/run/files/tensorFile';
import { readTraces } from '../../../../src/run/files/traces';
import { generateText } from '../../../../src/run/questions/generate';
import { pickSequence } from '../../../../src/run/questions/pick';
import { recordTrace } from '../../../../src/run/questions/recordTrace';
import { Writer } from '../../../../src/run/questions/writing';
import { readDatasetFile } from '../../../../src/run/sources/datasetFile';
import { executeRun } from '../../../../src/run/training/execute';
import { Workspace } from '../workspace';

type Run = { readonly folder: string; readonly config: string };

const ask: GenerationAsk = { prompt: 'Ad', length: 30, temperature: 1, topK: null, seed: 1 };
const names = Array.from(
  { length: 120 },
  (_, i) => `${'Ada Grace Barbara Jo Edsger'.split(' ')[i % 5]}${'lin'.slice(0, i % 4)}`,
);
const lines = { file: 'names.txt', sequences: 'line' };
const sentences = Array.from(
  { length: 80 },
  (_, i) => `the ${['cat', 'dog', 'bird'][i % 3]}, ${i % 5 ? 'ran' : 'slept'} here.`,
).join('\n');
const pairs = Array.from({ length: 80 }, (_, i) => ({ x: names[i], y: [...names[i]].reverse().join('') }));

describe('text that a model writes', () => {
  const workspace = new Workspace();
  let made = 0;
  before(() => {
    workspace.write('names.txt', `${names.join('\n')}\n`);
    workspace.write('words.txt', sentences);
    workspace.write('pairs.jsonl', pairs.map((pair) => JSON.stringify(pair)).join('\n'));
  });
  after(() => workspace.remove());

  async function train(config: object): Promise<Run> {
    const text = JSON.stringify({
      model: { cell: 'lstm', hiddenSize: 12, layers: 2 },
      training: { epochs: 3, batchSize: 16, optimizer: { learningRate: 0.02 } },
      ...config,
    });
    const file = workspace.write(`c${made++}.unroll.json`, text);
    const cancel = new SharedArrayBuffer(8);
    const quiet = { say: () => undefined, pulse: () => undefined };
    const { run, status, error } = await executeRun({ request: 'train', config: file, text, cancel }, quiet);
    assert.ok(run && status === 'completed', error);
    return { folder: run, config: file };
  }

  async function pick(run: Run, of: GenerationAsk, id: number): Promise<PickedSequence & { update: number }> {
    const update = (await listSnapshots(run.folder)).at(-1) ?? 0;
    const request = { ...run, roots: [workspace.folder], update, cancel: new SharedArrayBuffer(4) };
    const picked = await pickSequence(
      { ...request, pick: { by: 'generated', id, ask: of } },
      () => undefined,
    );
    assert.ok(picked);
    return { ...picked, update };
  }

  const models: Readonly<Record<string, { config: object; prompt: string }>> = {
    'lines, many-to-many': { config: { data: lines }, prompt: 'Ad' },
    'a stream, many-to-many': { config: { data: { file: 'names.txt', window: 12 } }, prompt: 'Gra\nB' },
    'a stream, many-to-one': {
      config: { data: { file: 'names.txt', window: 8 }, task: { shape: 'many-to-one' } },
      prompt: 'Barb',
    },
    'lines, one-to-many': { config: { data: lines, task: { shape: 'one-to-many' } }, prompt: 'E' },
    'characters with an embedding, many-to-many': {
      config: { data: lines, model: { cell: 'gru', hiddenSize: 10, embedding: { size: 3 } } },
      prompt: 'Ad',
    },
    'characters with an embedding, one-to-many': {
      config: {
        data: lines,
        model: { cell: 'rnn', hiddenSize: 10, embedding: { size: 3 } },
        task: { shape: 'one-to-many' },
      },
      prompt: 'E',
    },
    'words with an embedding': {
      config: {
        data: { file: 'words.txt', tokens: 'word', window: 6, vocabulary: 8 },
        model: { cell: 'gru', hiddenSize: 10, embedding: { size: 4 } },
      },
      prompt: 'the cat, zebra',
    },
    'pairs with an embedding, with teacher forcing': {
      config: {
        data: { file: 'pairs.jsonl', inputs: ['x'], targets: ['y'] },
        model: { cell: 'lstm', hiddenSize: 6, embedding: { size: 3 } },
        task: { shape: 'encoder-decoder', teacherForcing: true },
      },
      prompt: 'Grace',
    },
    'pairs, with teacher forcing': {
      config: {
        data: { file: 'pairs.jsonl', inputs: ['x'], targets: ['y'] },
        task: { shape: 'encoder-decoder', teacherForcing: true },
      },
      prompt: 'Grace',
    },
    'pairs, without teacher forcing': {
      config: {
        data: { file: 'pairs.jsonl', inputs: ['x'], targets: ['y'] },
        task: { shape: 'encoder-decoder', teacherForcing: false },
      },
      prompt: 'Grace',
    },
  };

  for (const [name, { config, prompt }] of Object.entries(models)) {
    it(`is recorded as it was drawn, and greedy text is what the trace expects most: ${name}`, async () => {
      const run = await train(config);
      const stored = await readDatasetFile(run.folder);
      const [source] = stored?.targets ?? [];
      assert.ok(source?.kind === 'tokens');
      const { tokens: vocabulary, unknown } = source;
      for (const [id, temperature] of [0, 1.5].entries()) {
        const { generated, set, sequence, loss, update } = await pick(
          run,
          { ...ask, prompt, temperature, length: 20 },
          id,
        );
        assert.ok(generated && set === 'generated' && sequence === id);
        const { probes } = await readTraces(pickedFile(run.folder, update, set, id));
        const y = probes[0].tensors.get('y');
        const target = probes[0].tensors.get('target');
        assert.ok(y && target);
        const O = y.shape[1];
        const own = probes[0].tensors.has('decoder.l0.h') || name.includes('one-to-many');
        let sum = 0;
        for (const [i, { token, probability, alternatives }] of generated.tokens.entries()) {
          // The output that a token was drawn from is that of the step before it is read.
          const t: number = generated.firstStep + i - (own ? 0 : 1);
          const chances: number[] = Array.from(y.values.subarray(t * O, (t + 1) * O));
          const greatest: number = chances.indexOf(Math.max(...chances));
          const code: number = target.values[t];
          assert.equal(shownToken(vocabulary[code]), token);
          assert.ok(!unknown || code !== O - 1);
          if (temperature === 0 && !(unknown && greatest === O - 1)) {
            assert.equal(code, greatest);
          }
          // The unknown token is never written, and the probabilities are those of the others.
          const known = unknown ? 1 - chances[O - 1] : 1;
          const most = Math.max(...(unknown ? chances.slice(0, -1) : chances));
          assert.ok(Math.abs(probability - chances[code] / known) < 2e-5, `${probability} of ${known}`);
          assert.ok(Math.abs(alternatives[0].probability - most / known) < 2e-5);
          sum -= Math.log(chances[code]);
        }
        assert.equal(target.values.filter((value) => !Number.isNaN(value)).length, generated.tokens.length);
        const mean = sum / generated.tokens.length;
        assert.ok(loss !== null && Math.abs(loss - mean) < 1e-5, `${loss} and ${mean}`);
        // With one time axis every token is read, the drawn ones after the prompt.
        if (!own) {
          const shown = [...generated.prompt, ...generated.tokens.map(({ token }) => token)];
          const read = probes[0].stepLabels.slice(-shown.length);
          // A word that the model does not know is read as the unknown one.
          assert.deepEqual(
            read,
            shown.map((token) => (token === 'zebra' ? '<unk>' : token)),
          );
        }
      }
    });
  }

  it('is what unroll trace of the same text expects, token by token', async () => {
    const run = await train({ data: lines });
    const { text, tokens, ended } = await generateText(run, { ...ask, temperature: 0 }, () => undefined);
    assert.ok(ended);
    // The text as the second line of a file, as training would read it with the same vocabulary.
    workspace.write('written.txt', `${names.join('\n')}\n${ask.prompt}${text}\n`);
    const config = {
      data: { ...lines, file: 'written.txt', split: 'end', validation: 0.001 },
      model: { cell: 'lstm', hiddenSize: 12, layers: 2 },
    };
    const file = workspace.write('written.unroll.json', config);
    const checkpoint = path.join(run.folder, 'checkpoint.safetensors');
    const request = {
      config: file,
      text: JSON.stringify(config),
      checkpoint,
      out: workspace.path('w.safetensors'),
    };
    const { trace } = await recordTrace(request);
    assert.match(trace.label, new RegExp(`"${ask.prompt}${text}"`));
    const y = trace.tensors.get('y');
    const target = trace.tensors.get('target');
    assert.ok(y && target);
    const [T, O] = y.shape;
    for (let t = ask.prompt.length; t < T; t++) {
      const chances: number[] = Array.from(y.values.subarray(t * O, (t + 1) * O));
      assert.equal(chances.indexOf(Math.max(...chances)), target.values[t]);
      assert.ok(Math.abs(chances[target.values[t]] - tokens[t - ask.prompt.length].probability) < 1e-5);
    }
  });

  it('is the same for the same seed, and another for another', async () => {
    const run = await train({ data: { file: 'names.txt', window: 12 } });
    const text = async (changes: Partial<GenerationAsk>) =>
      (await generateText(run, { ...ask, length: 60, ...changes }, () => undefined)).text;
    const first = await text({});
    assert.equal(await text({}), first);
    assert.equal((await pick(run, { ...ask, length: 60 }, 9)).generated?.text, first);
    assert.notEqual(await text({ seed: 2 }), first);
    assert.equal(await text({ length: 20 }), first.slice(0, 20));
    assert.equal(await text({ topK: 1 }), await text({ temperature: 0 }));
    assert.equal(await text({ topK: 1000 }), first);
  });

  it('begins with tokens as often as the model expects them', async () => {
    const run = await train({ data: lines });
    const config = await readRunConfig(run.folder);
    const writer = new Writer(config, await readDatasetFile(run.folder));
    const file = path.join(run.folder, 'checkpoint.safetensors');
    writer.take(await readTensorFile(file, 'checkpoint'), file);
    const draws = 2000;
    const counts = new Map<string, number>();
    const expected = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const [{ token, alternatives }] = writer.write({ ...ask, prompt: '', length: 1, seed }).tokens;
      counts.set(token, (counts.get(token) ?? 0) + 1);
      for (const each of alternatives) {
        expected.set(each.token, each.probability);
      }
    }
    for (const [token, p] of expected) {
      const deviation = Math.sqrt(draws * p * (1 - p));
      const off = Math.abs((counts.get(token) ?? 0) - draws * p);
      assert.ok(off <= 4 * deviation + 1, `${token}: ${counts.get(token)} of ${draws * p}`);
    }
  });

  it('is refused in one sentence', async () => {
    const run = await train({ data: lines });
    const single = await train({ data: lines, task: { shape: 'one-to-many' } });
    const stream = await train({ data: { file: 'names.txt', window: 12 } });
    const both = await train({
      data: { file: 'names.txt', window: 12 },
      model: { cell: 'gru', hiddenSize: 4, bidirectional: true },
      task: { shape: 'many-to-one' },
    });
    const task = await train({ data: { generate: 'adding', length: 5, count: 20 } });
    const answers = await train({
      data: { file: 'pairs.jsonl', inputs: ['x'], targets: ['y'] },
      task: { shape: 'many-to-many' },
    });
    const cases: readonly (readonly [Run, Partial<GenerationAsk>, RegExp])[] = [
      [run, { prompt: 'Adé' }, /prompt: the training has never seen "é"; near to it are "E", "e"$/],
      [run, { prompt: 'A€' }, /never seen "€"; it knows "\\n", /],
      [run, { prompt: 'A\nd' }, /each line of the training text is a sequence of its own/],
      [single, { prompt: 'Ad' }, /begins with one token, this has 2/],
      [stream, { prompt: '' }, /at least one token to begin with/],
      [both, {}, /reads the text from its end/],
      [task, {}, /reads a generated task and writes no text; unroll predict gives its outputs/],
      [answers, {}, /answers each text that it reads/],
      [run, { length: 0 }, /length: 0 is not a whole number from 1 to 5000/],
      [run, { length: 6000 }, /length: 6000/],
      [run, { temperature: Number.NaN }, /temperature: NaN is not a number from 0/],
      [run, { topK: 0 }, /top-k: 0/],
      [run, { seed: -1 }, /seed: -1/],
    ];
    for (const [of, changes, message] of cases) {
      await assert.rejects(
        generateText(of, { ...ask, ...changes }, () => undefined),
        (error: unknown) => {
          assert.ok(error instanceof InputError, String(error));
          assert.match(error.message, message);
          return true;
        },
      );
    }
  });
});
