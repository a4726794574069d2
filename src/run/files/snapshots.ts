/**
 * The snapshots of its training that a run's folder has kept, each under the number of updates done: the
 * traces of the watched sequences (`traces/<update>.safetensors`) and the weights that they were made with
 * (`weights/<update>.safetensors`, absent in older runs).
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TensorFile } from '../../formats/safetensors';
import type { PickedSet, ProbeKey } from '../../protocol/pickedSequence';
import { isSystemError } from './fileErrors';
import { fileNames } from './folder';
import { InputError } from './inputError';
import { readTensorFile } from './tensorFile';

export function traceFile(folder: string, update: number): string {
  return path.join(folder, fileNames.traces, `${update}.safetensors`);
}

export function snapshotWeightsFile(folder: string, update: number): string {
  return path.join(folder, fileNames.weights, `${update}.safetensors`);
}

/** The file with the trace of a sequence that was picked. */
export function pickedFile(folder: string, update: number, set: PickedSet, sequence: number): string {
  return path.join(folder, fileNames.picked, `${update}-${set}-${sequence}.safetensors`);
}

/** The file with the trace of a probe, and its place among the probes there. */
export function probePlace(folder: string, update: number, probe: ProbeKey): { file: string; index: number } {
  if (typeof probe === 'number') {
    return { file: traceFile(folder, update), index: probe };
  }
  const sets: readonly PickedSet[] = ['validation', 'training', 'generated'];
  const set = sets.find((name) => probe.startsWith(`${name} `)) ?? 'training';
  return { file: pickedFile(folder, update, set, Number(probe.slice(set.length + 1))), index: 0 };
}

/** Updates after which the watched sequences were traced, rising; empty where they never were. */
export async function listSnapshots(folder: string): Promise<number[]> {
  return snapshotsAmong(await namesIn(path.join(folder, fileNames.traces)));
}

/** Updates after which the weights were kept, rising. */
export async function listWeights(folder: string): Promise<number[]> {
  return snapshotsAmong(await namesIn(path.join(folder, fileNames.weights)));
}

/**
 * The file with the weights of a snapshot: its own, or in older runs the checkpoint, which may be of another
 * snapshot.
 */
export async function weightsFileOf(folder: string, update: number): Promise<string> {
  const own = snapshotWeightsFile(folder, update);
  try {
    await stat(own);
    return own;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return path.join(folder, fileNames.checkpoint);
    }
    throw error;
  }
}

/**
 * The weights of a snapshot.
 * @throws InputError where they were not kept
 */
export async function readSnapshotWeights(folder: string, update: number): Promise<TensorFile> {
  const weights = await readTensorFile(await weightsFileOf(folder, update), 'weights');
  if (weights.metadata.step !== String(update)) {
    throw new InputError(
      `The weights after ${update} updates were not kept, so no other sequence can be looked at.`,
    );
  }
  return weights;
}

/**
 * Snapshots of a trail, evenly spread; for a longer training fewer of the same ones. At most twice `most`.
 */
export function trailSnapshots(snapshots: readonly number[], most: number): readonly number[] {
  let stride = 1;
  while (snapshots.length / stride > 2 * most) {
    stride *= 2;
  }
  return snapshots.filter((_, i) => i % stride === 0);
}

/** @param names of files */
export function snapshotsAmong(names: readonly string[]): number[] {
  return names
    .flatMap((name) => {
      const [, update] = /^(\d+)\.safetensors$/.exec(name) ?? [];
      return update === undefined ? [] : [Number(update)];
    })
    .sort((left, right) => left - right);
}

/** Names in a folder; none where it does not exist. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
