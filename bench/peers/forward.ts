/**
 * Computes the loss of the first forward pass from PyTorch's equations in double precision. It shares no code
 * with any contender; the first loss that each of them reports must agree with it.
 */
import { gateBlocks } from '../../src/notation/cells';
import type { Problem } from '../../src/speed/problem';

export function firstLoss(problem: Problem): number {
  const { cell, hidden: H, inputs: I, batch: B, steps: T } = problem.shape;
  let sum = 0;
  for (let b = 0; b < B; b++) {
    let h = new Array<number>(H).fill(0);
    let c = new Array<number>(H).fill(0);
    for (let t = 0; t < T; t++) {
      const x = problem.x.subarray((t * B + b) * I, (t * B + b + 1) * I);
      const fromInput = product(problem.weightIh, problem.biasIh, x, gateBlocks[cell].length * H);
      const fromState = product(problem.weightHh, problem.biasHh, h, gateBlocks[cell].length * H);
      const both = (gate: number, u: number) => fromInput[gate * H + u] + fromState[gate * H + u];
      const units = Array.from({ length: H }, (_, u) => u);
      if (cell === 'rnn') {
        h = units.map((u) => Math.tanh(both(0, u)));
      } else if (cell === 'lstm') {
        c = units.map((u) => sigmoid(both(1, u)) * c[u] + sigmoid(both(0, u)) * Math.tanh(both(2, u)));
        h = units.map((u) => sigmoid(both(3, u)) * Math.tanh(c[u]));
      } else {
        const before = h;
        h = units.map((u) => {
          const z = sigmoid(both(1, u));
          const n = Math.tanh(fromInput[2 * H + u] + sigmoid(both(0, u)) * fromState[2 * H + u]);
          return (1 - z) * n + z * before[u];
        });
      }
      for (const u of units) {
        sum += (h[u] - problem.y[(t * B + b) * H + u]) ** 2;
      }
    }
  }
  return sum / (T * B * H);
}

function product(weights: Float32Array, bias: Float32Array, by: ArrayLike<number>, rows: number): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let sum = bias[row];
    for (let k = 0; k < by.length; k++) {
      sum += weights[row * by.length + k] * by[k];
    }
    return sum;
  });
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
