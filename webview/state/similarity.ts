/**
 * Orders units such that those that are active at the same time are neighbours: average linkage on 1 − r,
 * where r is the correlation of two units over the steps, with each branch turned so that its ends fit
 * (Gruvaeus and Wainer 1972, "Two additions to hierarchical cluster analysis"). Pure.
 */

import { inStretches, type SlicedWork } from '../base/scheduler';
import type { StepTensor } from './traceTensors';

/**
 * Most steps that are compared; of a longer sequence this many, evenly spread, show how alike two units are.
 */
const mostSteps = 1024;

/** Orders the units by similarity. @returns the units, each once, from top to bottom */
export function* bySimilarity(tensor: StepTensor): SlicedWork<Int32Array> {
  const distances = yield* correlationDistances(tensor);
  yield;
  const order = linked(distances, tensor.size);
  // Either end could be the top: the one with the smaller index is chosen, so that the order is unique.
  return order[0] <= order[order.length - 1] ? order : order.reverse();
}

/**
 * `[size, size]` distances 1 − r, in 0 … 2. A unit that is constant or not finite has distance 1 to all
 * others.
 */
export function* correlationDistances(tensor: StepTensor): SlicedWork<Float32Array> {
  const { size } = tensor;
  const samples = Math.min(tensor.steps, mostSteps);
  const units = new Float32Array(size * samples);
  yield* inStretches(size, samples, (from, to) => {
    for (let unit = from; unit < to; unit++) {
      standardise(tensor, unit, units.subarray(unit * samples, (unit + 1) * samples));
    }
  });
  const distances = new Float32Array(size * size).fill(1);
  yield* inStretches(size, (size * samples) / 2, (from, to) => {
    for (let one = from; one < to; one++) {
      distances[one * size + one] = 0;
      for (let other = 0; other < one; other++) {
        let sum = 0;
        for (let a = one * samples, b = other * samples, end = a + samples; a < end; a++, b++) {
          sum += units[a] * units[b];
        }
        const distance = Math.min(2, Math.max(0, 1 - sum));
        distances[one * size + other] = distance;
        distances[other * size + one] = distance;
      }
    }
  });
  return distances;
}

/** Samples the unit at evenly spread steps, with mean 0 and norm 1; all zero where the unit is constant. */
function standardise({ values, steps, size }: StepTensor, unit: number, out: Float32Array): void {
  const samples = out.length;
  let mean = 0;
  for (let i = 0; i < samples; i++) {
    out[i] = values[Math.floor((i * steps) / samples) * size + unit];
    mean += out[i] / samples;
  }
  let squares = 0;
  for (let i = 0; i < samples; i++) {
    out[i] -= mean;
    squares += out[i] * out[i];
  }
  const norm = Math.sqrt(squares);
  // Rounding alone makes the mean of equal values differ from them a little.
  const moves = norm > 1e-6 * Math.sqrt(samples) * Math.abs(mean) && norm > 0 && Number.isFinite(norm);
  for (let i = 0; i < samples; i++) {
    out[i] = moves ? out[i] / norm : 0;
  }
}

/** Leaves of the tree of average linkage, by chains of nearest neighbours (Murtagh 1983). */
function linked(pairs: Float32Array, size: number): Int32Array {
  const between = pairs.slice();
  const branches = Array.from({ length: size }, (_, unit): number[] | null => [unit]);
  const chain: number[] = [];
  for (let left = size; left > 1; ) {
    if (chain.length === 0) {
      chain.push(branches.findIndex((branch) => branch !== null));
    }
    const top = chain[chain.length - 1];
    const nearest = nearestOf(top, chain.at(-2), between, branches);
    if (nearest !== chain.at(-2)) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [kept, gone] = [Math.min(top, nearest), Math.max(top, nearest)];
    merge(kept, gone, between, branches, pairs);
    left--;
  }
  return Int32Array.from(branches.find((branch) => branch !== null) ?? []);
}

/** The nearest branch; `before` wins ties, so that a chain ends. */
function nearestOf(
  branch: number,
  before: number | undefined,
  between: Float32Array,
  branches: readonly (readonly number[] | null)[],
): number {
  const size = branches.length;
  let nearest = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : between[branch * size + before];
  for (let other = 0; other < size; other++) {
    if (other !== branch && branches[other] !== null && between[branch * size + other] < least) {
      least = between[branch * size + other];
      nearest = other;
    }
  }
  return nearest;
}

function merge(
  kept: number,
  gone: number,
  between: Float32Array,
  branches: (number[] | null)[],
  pairs: Float32Array,
): void {
  const size = branches.length;
  const [one, other] = [branches[kept] ?? [], branches[gone] ?? []];
  branches[kept] = joined(one, other, pairs, size);
  branches[gone] = null;
  const share = one.length / (one.length + other.length);
  for (let third = 0; third < size; third++) {
    if (third !== kept && branches[third] !== null) {
      const mean = share * between[kept * size + third] + (1 - share) * between[gone * size + third];
      between[kept * size + third] = mean;
      between[third * size + kept] = mean;
    }
  }
}

/** Joins two branches, each turned such that the units that meet are as alike as possible. */
function joined(one: readonly number[], other: readonly number[], pairs: Float32Array, size: number) {
  const turned = (branch: readonly number[]) => [branch, branch.toReversed()];
  const ways = turned(one).flatMap((a) => turned(other).map((b) => [a, b] as const));
  const gap = ([a, b]: readonly [readonly number[], readonly number[]]) =>
    pairs[a[a.length - 1] * size + b[0]];
  const [a, b] = ways.reduce((best, way) => (gap(way) < gap(best) ? way : best));
  return [...a, ...b];
}
