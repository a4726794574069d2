/** ONNX files computed by onnxruntime: what the engine predicts, to 10⁻⁵ on the validation set. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { exportModel } from '../../../../src/run/questions/exportModel';
import { Workspace } from '../../run/workspace';
import { cellsAndShapes, kindsOfData } from '../cases';
import { distance, type PredictedSequence, predictedByEngine, trainRun, writeData } from '../trainedRuns';

ort.env.wasm.numThreads = 1;

type Feeds = Record<string, ort.Tensor>;

describe('an exported ONNX model, in onnxruntime', () => {
  const workspace = new Workspace();
  before(() => writeData(workspace));
  after(() => workspace.remove());

  const open = async (name: string, config: object, states = false) => {
    const run = await trainRun(workspace, name, config);
    const out = workspace.path(`${name}.onnx`);
    await exportModel(run, { to: 'onnx', states, out });
    return { run, session: await ort.InferenceSession.create(readFileSync(out)) };
  };

  for (const [name, config] of [...cellsAndShapes, ...kindsOfData]) {
    it(`predicts what the engine does: ${name}`, async () => {
      const { run, session } = await open(name, config);
      const sequences = await predictedByEngine(run);
      assert.ok(sequences.length > 3);
      for (const sequence of sequences) {
        const [found] = predictions(await session.run(feedsOf(session, sequence)));
        assert.ok(distance(found, sequence) < 1e-5, `${found} for ${sequence.predicted}`);
      }
      await session.release();
    });
  }

  it('computes a batch as it computes each of its sequences', async () => {
    for (const shape of ['many-to-one-bidirectional', 'encoder-decoder', 'one-to-many', 'many-to-many']) {
      const [name, config] = cellsAndShapes.find(([each]) => each === `lstm-${shape}`) ?? [];
      assert.ok(name !== undefined && config);
      const { run, session } = await open(`batch-${name}`, config);
      const sequences = (await predictedByEngine(run)).slice(0, 3);
      const feeds = sequences.map((sequence) => feedsOf(session, sequence));
      const found = predictions(await session.run(stacked(feeds)));
      assert.equal(found.length, 3);
      sequences.forEach((sequence, b) => {
        assert.ok(distance(found[b], sequence) < 1e-5, `${shape}: sequence ${b}`);
      });
    }
  });

  for (const model of [
    { cell: 'lstm', layers: 2 },
    { cell: 'gru', variant: 'original' },
  ]) {
    it(`reads a sequence in parts, with its states: ${model.cell}`, async () => {
      const data = { generate: 'sine', length: 20, count: 40 };
      const config = { data, model: { ...model, hiddenSize: 6 } };
      const { run, session } = await open(`parts-${model.cell}`, config, true);
      const states = session.outputNames.slice(1);
      assert.deepEqual(states, model.cell === 'lstm' ? ['h_n', 'c_n'] : ['h_n']);
      const [sequence] = await predictedByEngine(run);
      const zeros = () =>
        new ort.Tensor('float32', new Float32Array(6 * (model.layers ?? 1)), [model.layers ?? 1, 1, 6]);
      let before: Feeds = Object.fromEntries(states.map((name) => [name.replace('_n', '_0'), zeros()]));
      const found: (readonly number[])[] = [];
      for (const [from, to] of [
        [0, 1],
        [1, 8],
        [8, 20],
      ]) {
        const part = { ...sequence, inputs: sequence.inputs.slice(from, to) };
        const results = await session.run({ ...feedsOf(session, part), ...before });
        found.push(...predictions(results)[0]);
        before = Object.fromEntries(states.map((name) => [name.replace('_n', '_0'), results[name]]));
      }
      assert.ok(distance(found, sequence) < 1e-5);
    });
  }
});

/** The inputs of a batch of one sequence, as the file itself describes them. */
function feedsOf(session: ort.InferenceSession, sequence: PredictedSequence): Feeds {
  const { inputs, tokens, words, predicted } = sequence;
  const feeds: Feeds = {};
  for (const input of session.inputMetadata) {
    assert.ok(input.isTensor);
    const { name, type, shape } = input;
    if (name === 'tokens') {
      const places = shape.length === 1 ? [1] : [1, tokens.length];
      feeds[name] = new ort.Tensor('int64', BigInt64Array.from(tokens, BigInt), places);
    } else if (name === 'words') {
      const [{ length: width }] = words;
      const places = shape.length === 2 ? [1, width] : [1, words.length, width];
      feeds[name] = new ort.Tensor('int64', BigInt64Array.from(words.flat(), BigInt), places);
    } else if (name === 'x') {
      const [{ length: width }] = inputs;
      const places = shape.length === 2 ? [1, width] : [1, inputs.length, width];
      const values = inputs.flat();
      feeds[name] =
        type === 'float64'
          ? new ort.Tensor('float64', Float64Array.from(values), places)
          : new ort.Tensor('float32', Float32Array.from(values), places);
    } else if (name === 'steps') {
      feeds[name] = new ort.Tensor('int64', BigInt64Array.of(BigInt(predicted.length)), []);
    }
  }
  return feeds;
}

/** Puts batches of one sequence of numbers together. */
function stacked(feeds: readonly Feeds[]): Feeds {
  const { x, ...others } = feeds[0];
  const values = feeds.flatMap((each) => numbersOf(each.x));
  const places = [feeds.length, ...x.dims.slice(1)];
  const whole =
    x.type === 'float64'
      ? new ort.Tensor('float64', Float64Array.from(values), places)
      : new ort.Tensor('float32', Float32Array.from(values), places);
  return { x: whole, ...others };
}

/** `[B][steps][O]` of the first output; one step where the shape has a single output. */
function predictions(results: ort.InferenceSession.OnnxValueMapType): number[][][] {
  const [first] = Object.values(results);
  assert.ok(first instanceof ort.Tensor);
  const [B] = first.dims;
  const O = first.dims[first.dims.length - 1];
  const values = numbersOf(first);
  const steps = values.length / B / O;
  return Array.from({ length: B }, (_, b) =>
    Array.from({ length: steps }, (__, t) => values.slice((b * steps + t) * O, (b * steps + t + 1) * O)),
  );
}

function numbersOf({ data }: ort.Tensor): number[] {
  assert.ok(data instanceof Float32Array || data instanceof Float64Array);
  return Array.from(data);
}
