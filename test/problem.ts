/** A layer and the data of one training step, drawn from one seed: whoever is compared starts from the same numbers. */
import { writeFileSync } from 'node:fs';
import { Random } from '../src/data/random';

export type CellName = 'rnn' | 'lstm' | 'gru';

export interface Shape {
  readonly cell: CellName;
  readonly hidden: number;
  readonly inputs: number;
  readonly batch: number;
  readonly steps: number;
}

/** Initial parameters and data, in PyTorch's layouts; G is the number of gate blocks of the cell. */
export interface Problem {
  readonly shape: Shape;
  /** [G·H, I] */
  readonly weightIh: Float32Array;
  /** [G·H, H] */
  readonly weightHh: Float32Array;
  /** [G·H] */
  readonly biasIh: Float32Array;
  /** [G·H] */
  readonly biasHh: Float32Array;
  /** [T, B, I] */
  readonly x: Float32Array;
  /** [T, B, H] */
  readonly y: Float32Array;
}

/** PyTorch's order: LSTM i, f, g, o; GRU r, z, n, with the reset gate after the product. */
export const gateBlocks: Readonly<Record<CellName, number>> = { rnn: 1, lstm: 4, gru: 3 };

export function makeProblem(shape: Shape, seed = 1): Problem {
  const { cell, hidden, inputs, batch, steps } = shape;
  const rows = gateBlocks[cell] * hidden;
  const bound = 1 / Math.sqrt(hidden); // PyTorch's initialisation
  const drawn = (name: string, length: number, limit: number) => {
    const random = new Random(seed, cell, name);
    return Float32Array.from({ length }, () => random.uniform(-limit, limit));
  };
  return {
    shape,
    weightIh: drawn('weightIh', rows * inputs, bound),
    weightHh: drawn('weightHh', rows * hidden, bound),
    biasIh: drawn('biasIh', rows, bound),
    biasHh: drawn('biasHh', rows, bound),
    x: drawn('x', steps * batch * inputs, 1),
    y: drawn('y', steps * batch * hidden, 0.8),
  };
}

/** Little-endian float32, one array after the other: weightIh, weightHh, biasIh, biasHh, x, y. */
export function writeProblem({ weightIh, weightHh, biasIh, biasHh, x, y }: Problem, file: string): void {
  const parts = [weightIh, weightHh, biasIh, biasHh, x, y];
  const bytes = parts.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  writeFileSync(file, Buffer.concat(bytes));
}
