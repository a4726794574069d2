/** The snapshots that have arrived from the host, with the values requested so far. */
import { elementsOf } from '../../src/notation/shape';
import type { PanelProbe, PanelTensor, TensorSource, WeightBlock } from '../../src/protocol/panel';
import { probeAt } from './picks';

export interface Trace {
  readonly update: number;
  readonly epoch: number;
  readonly probes: readonly PanelProbe[];
}

export interface Weights {
  readonly update: number;
  readonly blocks: readonly WeightBlock[];
}

export interface LoadedSnapshot {
  readonly trace: Trace | null;
  readonly weights: Weights | null;
}

/** Snapshots by updates done, in the order of their last use. */
export type LoadedSnapshots = ReadonlyMap<number, LoadedSnapshot>;

/** A part of a tensor: its elements from index `at` on. */
export interface TensorPart {
  readonly name: string;
  readonly at: number;
  readonly values: Float32Array;
}

type Source = Extract<TensorSource, { of: 'snapshot' }>;

/**
 * Memory limit for the values of all snapshots; the least recently used are dropped and requested again when
 * needed.
 */
const mostBytes = 400e6;

/** Tensors whose parts have not all arrived; grows in place. */
export class Assembly {
  private readonly begun = new Map<string, Float32Array>();

  /**
   * Returns the whole tensor once its last part has arrived; parts arrive in order.
   * @param key distinguishes the tensor from others
   * @param elements number of elements of the whole tensor
   */
  take(key: string, at: number, values: Float32Array, elements: number): Float32Array | null {
    if (at === 0 && values.length === elements) {
      return values;
    }
    let whole = this.begun.get(key);
    if (at === 0 || !whole) {
      whole = new Float32Array(elements);
      this.begun.set(key, whole);
    }
    whole.set(values.subarray(0, Math.max(0, elements - at)), at);
    if (at + values.length < elements) {
      return null;
    }
    this.begun.delete(key);
    return whole;
  }
}

/** Merges changes into a snapshot and makes it the most recently used. */
export function keep(
  snapshots: LoadedSnapshots,
  update: number,
  changes: Partial<LoadedSnapshot>,
): LoadedSnapshots {
  const next = new Map(snapshots);
  const known = next.get(update) ?? { trace: null, weights: null };
  next.delete(update);
  next.set(update, { ...known, ...changes });
  let bytes = [...next.values()].reduce((sum, snapshot) => sum + bytesOf(snapshot), 0);
  for (const [oldest, snapshot] of next) {
    if (bytes <= mostBytes || next.size === 1) {
      break;
    }
    next.delete(oldest);
    bytes -= bytesOf(snapshot);
  }
  return next;
}

/**
 * Adds a part that has arrived. Returns the same map while the tensor is incomplete, or if its snapshot was
 * dropped.
 */
export function withPart(
  snapshots: LoadedSnapshots,
  assembly: Assembly,
  { update, probe }: Source,
  { name, at, values }: TensorPart,
): LoadedSnapshots {
  const snapshot = snapshots.get(update);
  const elements = snapshot && elementsIn(snapshot, probe, name);
  if (!snapshot || elements === undefined) {
    return snapshots;
  }
  const whole = assembly.take(JSON.stringify([update, probe, name]), at, values, elements);
  if (!whole) {
    return snapshots;
  }
  const next = new Map(snapshots); // keeps the order of last use
  next.set(update, filled(snapshot, probe, name, whole));
  return next;
}

function elementsIn(
  { trace, weights }: LoadedSnapshot,
  probe: Source['probe'],
  name: string,
): number | undefined {
  if (probe === null) {
    const block = weights?.blocks.find((candidate) => candidate.name === name);
    return block && block.size ** 2;
  }
  const tensor = trace && probeAt(trace.probes, probe)?.tensors.find((candidate) => candidate.name === name);
  return tensor ? elementsOf(tensor.shape) : undefined;
}

function filled(
  snapshot: LoadedSnapshot,
  probe: Source['probe'],
  name: string,
  values: Float32Array,
): LoadedSnapshot {
  const { trace, weights } = snapshot;
  if (probe === null) {
    const blocks = weights?.blocks.map((block) => (block.name === name ? { ...block, values } : block));
    return { trace, weights: weights && blocks ? { ...weights, blocks } : null };
  }
  const fill = (tensor: PanelTensor) => (tensor.name === name ? { ...tensor, values } : tensor);
  const filledProbe = trace && probeAt(trace.probes, probe);
  const probes = trace?.probes.map((one) =>
    one === filledProbe ? { ...one, tensors: one.tensors.map(fill) } : one,
  );
  return { weights, trace: trace && probes ? { ...trace, probes } : null };
}

function bytesOf({ trace, weights }: LoadedSnapshot): number {
  const values = [
    ...(trace?.probes ?? []).flatMap(({ tensors }) => tensors.map((tensor) => tensor.values)),
    ...(weights?.blocks ?? []).map((block) => block.values),
  ];
  return values.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
}
