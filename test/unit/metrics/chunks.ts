/** Chunks for the meters, from a row of numbers for each sequence: one step, each with a target. */
import type { MeasuredChunk } from '../../../src/metrics/meter';

const none = new Float64Array();

function chunkOf(rows: number, outputs: number): MeasuredChunk {
  return {
    sequences: Array.from({ length: rows }, (_, row) => row),
    from: 0,
    rows,
    outputs,
    place: Int32Array.from({ length: rows }, (_, row) => row),
    mask: new Uint8Array(rows).fill(1),
    logits: none,
    y: none,
    target: none,
    targetClass: new Int32Array(),
  };
}

/** Answers as logits, with their softmax. */
export function classChunk(
  logits: readonly (readonly number[])[],
  targets: readonly number[],
): MeasuredChunk {
  return {
    ...chunkOf(targets.length, logits[0].length),
    logits: Float64Array.from(logits.flat()),
    y: Float64Array.from(logits.flatMap(softmax)),
    targetClass: Int32Array.from(targets),
  };
}

export function valueChunk(
  answers: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
): MeasuredChunk {
  return {
    ...chunkOf(targets.length, targets[0].length),
    y: Float64Array.from(answers.flat()),
    target: Float64Array.from(targets.flat()),
  };
}

function softmax(logits: readonly number[]): number[] {
  const total = logits.reduce((sum, one) => sum + Math.exp(one), 0);
  return logits.map((one) => Math.exp(one) / total);
}

export function close(actual: number | null | undefined, expected: number, within = 1e-12): void {
  if (
    typeof actual !== 'number' ||
    !(Math.abs(actual - expected) <= within * Math.max(1, Math.abs(expected)))
  ) {
    throw new Error(`${actual} is not ${expected}`);
  }
}
