/**
 * A layer and the data of one training step, drawn from one seed, so that every program that is measured
 * starts from the same numbers.
 */
import { Random } from '../data/common/random';
import { type CellName, gateBlocks } from '../notation/cells';

export interface Shape {
  readonly cell: CellName;
  /** H */
  readonly hidden: number;
  /** I */
  readonly inputs: number;
  /** B */
  readonly batch: number;
  /** T */
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

/**
 * Number of gate blocks of each cell, in PyTorch's order: LSTM i, f, g, o; GRU r, z, n, with the reset gate
 * after the product.
 */
export const adam = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export function makeProblem(shape: Shape, seed = 1): Problem {
  const { cell, hidden } = shape;
  const length = lengths(shape);
  const bound = 1 / Math.sqrt(hidden); // PyTorch's initialisation
  const drawn = (name: Part, limit: number) => {
    const random = new Random(seed, cell, name);
    return Float32Array.from({ length: length[name] }, () => random.uniform(-limit, limit));
  };
  return {
    shape,
    weightIh: drawn('weightIh', bound),
    weightHh: drawn('weightHh', bound),
    biasIh: drawn('biasIh', bound),
    biasHh: drawn('biasHh', bound),
    x: drawn('x', 1),
    y: drawn('y', 0.8),
  };
}

/**
 * The problem as bytes, for a file or another process: float32, one array after the other in the order of
 * `Problem`.
 */
export function problemBytes({ weightIh, weightHh, biasIh, biasHh, x, y }: Problem): Uint8Array {
  const parts = [weightIh, weightHh, biasIh, biasHh, x, y];
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** Reads the problem from the bytes that `problemBytes` has made. */
export function problemOf(shape: Shape, bytes: Uint8Array): Problem {
  const length = lengths(shape);
  const numbers = new Float32Array(bytes.slice().buffer);
  const expected = Object.values(length).reduce((sum, each) => sum + each);
  if (numbers.length !== expected) {
    throw new Error(`${describeShape(shape)} has ${expected} numbers, not ${numbers.length}`);
  }
  let at = 0;
  const next = (name: Part) => {
    at += length[name];
    return numbers.subarray(at - length[name], at);
  };
  return {
    shape,
    weightIh: next('weightIh'),
    weightHh: next('weightHh'),
    biasIh: next('biasIh'),
    biasHh: next('biasHh'),
    x: next('x'),
    y: next('y'),
  };
}

/**
 * Number of multiplications and additions in a training step: products with W_ih forward and for its
 * gradient, with W_hh backward too.
 */
export function operations({ cell, hidden: H, inputs: I, batch: B, steps: T }: Shape): number {
  return 2 * B * T * gateBlocks[cell].length * H * (2 * I + 3 * H);
}

export function describeShape({ cell, hidden, inputs, batch, steps }: Shape): string {
  return `${cell.toUpperCase()} B=${batch} T=${steps} I=${inputs} H=${hidden}`;
}

type Part = Exclude<keyof Problem, 'shape'>;

function lengths({ cell, hidden, inputs, batch, steps }: Shape): Readonly<Record<Part, number>> {
  const rows = gateBlocks[cell].length * hidden;
  return {
    weightIh: rows * inputs,
    weightHh: rows * hidden,
    biasIh: rows,
    biasHh: rows,
    x: steps * batch * inputs,
    y: steps * batch * hidden,
  };
}
