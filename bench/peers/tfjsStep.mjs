/**
 * One recurrent layer trained by TensorFlow.js. Each request makes one step. Run by tfjs.ts with the folder of the npm packages as
 * its argument. Requests and answers are those of pytorch.py.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const folder = process.argv[2];
const require = createRequire(path.join(folder, 'package.json'));
const log = console.log;
console.log = console.info = console.warn = () => {}; // stdout is reserved for the answers
const tf = require('@tensorflow/tfjs');
const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
setWasmPaths(path.join(folder, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', path.sep));

const layers = { rnn: tf.layers.simpleRNN, lstm: tf.layers.lstm, gru: tf.layers.gru };
const gateBlocks = { rnn: 1, lstm: 4, gru: 3 };

async function about() {
  await tf.setBackend('wasm');
  await tf.ready();
  return {
    version: tf.version.tfjs,
    backend: tf.getBackend(),
    simd: await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'),
    multithread: await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'),
  };
}

/** @returns a function that makes one training step */
function prepare({ file, shape, adam }) {
  const { cell, hidden: H, inputs: I, batch: B, steps: T } = shape;
  const G = gateBlocks[cell];
  tf.disposeVariables();
  const values = new Float32Array(Uint8Array.from(readFileSync(file)).buffer);
  let at = 0;
  const next = (...sizes) => {
    const length = sizes.reduce((product, size) => product * size, 1);
    at += length;
    return tf.tensor(values.slice(at - length, at), sizes);
  };
  const weightIh = next(G * H, I);
  const weightHh = next(G * H, H);
  const bias = tf.add(next(G * H), next(G * H)); // one bias, where PyTorch has two
  const batchMajor = (tensor) => tf.transpose(tensor, [1, 0, 2]);
  const x = batchMajor(next(T, B, I));
  const y = batchMajor(next(T, B, H));
  const layer = layers[cell]({
    units: H,
    returnSequences: true,
    activation: 'tanh',
    ...(cell === 'rnn' ? {} : { recurrentActivation: 'sigmoid' }),
  });
  layer.apply(tf.input({ shape: [T, I] }));
  layer.setWeights([tf.transpose(weightIh), tf.transpose(weightHh), bias]);
  const variables = layer.getWeights(true); // these are of the type Variable, which the optimizer updates
  const optimizer = tf.train.adam(adam.learningRate, adam.beta1, adam.beta2, adam.epsilon);

  return () => {
    const start = performance.now();
    const loss = optimizer.minimize(() => tf.losses.meanSquaredError(y, layer.apply(x)), true, variables);
    const [value] = loss.dataSync();
    loss.dispose();
    return { milliseconds: performance.now() - start, loss: value };
  };
}

let step;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer = {};
  try {
    if (request.do === 'about') {
      answer = await about();
    } else if (request.do === 'prepare') {
      step = prepare(request);
    } else {
      answer = step();
    }
  } catch (error) {
    answer = { error: String(error) };
  }
  log(JSON.stringify(answer));
}
