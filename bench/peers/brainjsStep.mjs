/**
 * A recurrent network trained by brain.js. Each request makes one step. Run by brainjs.ts with the folder of the npm packages as its
 * argument. Requests and answers are those of pytorch.py.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const folder = process.argv[2];
const require = createRequire(path.join(folder, 'package.json'));
const brain = require('brain.js');
const { version } = require(path.join(folder, 'node_modules', 'brain.js', 'package.json'));
const { RNNTimeStep, LSTMTimeStep, GRUTimeStep } = brain.recurrent;
const networks = { rnn: RNNTimeStep, lstm: LSTMTimeStep, gru: GRUTimeStep };

/** @returns a function that makes one training step */
function prepare({ file, shape, adam }) {
  const { cell, hidden: H, inputs: I, batch: B, steps: T } = shape;
  const values = new Float32Array(Uint8Array.from(readFileSync(file)).buffer);
  const x = values.subarray(values.length - T * B * (I + H), values.length - T * B * H);
  // Each value is the target of the previous one, so T steps with a target need T + 1 values.
  const sequences = Array.from({ length: B }, (_, b) =>
    Array.from({ length: T + 1 }, (_, t) => {
      const from = ((t % T) * B + b) * I;
      return x.slice(from, from + I);
    }),
  );
  const network = new networks[cell]({
    inputSize: I,
    hiddenLayers: [H],
    outputSize: I,
    learningRate: adam.learningRate,
  });
  network.initialize();

  return () => {
    const start = performance.now();
    let loss = 0;
    for (const sequence of sequences) {
      loss += network.trainPattern(sequence, true) / B;
    }
    return { milliseconds: performance.now() - start, loss };
  };
}

let step;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer = {};
  try {
    if (request.do === 'about') {
      answer = { version };
    } else if (request.do === 'prepare') {
      step = prepare(request);
    } else {
      answer = step();
    }
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
