/** The diagnosis of a run by its folder: gathers what the rules read, and says what they find. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { diagnose } from '../analysis/diagnosis/diagnose';
import type { ProbeTraces, RunEvidence } from '../analysis/diagnosis/evidence';
import { type Thresholds, thresholds } from '../analysis/diagnosis/thresholds';
import { FormatError } from '../formats/safetensors';
import type { Diagnosis } from '../protocol';
import { BadInput } from './badInput';
import { isSystemError } from './fileTrouble';
import { fileNames, readRun } from './folder';
import { readTensorFile } from './tensorFile';
import { readTraces, tensorsOf } from './traces';

/**
 * It takes up to some seconds of a large model: never on an editor's thread.
 * @param folder of a run that has ended, or goes on
 * @param limits thresholds that are not the usual ones
 * @throws BadInput with one line where it is not the folder of a run, or a file in it cannot be read
 */
export async function diagnoseRun(folder: string, limits: Partial<Thresholds> = {}): Promise<Diagnosis> {
  const evidence = await gatherEvidence(folder);
  try {
    const { findings, reach } = diagnose(evidence, { ...thresholds, ...limits });
    return {
      step: evidence.record.steps,
      findings,
      reach: reach && { layer: reach.layer, horizon: reach.horizon, span: reach.span },
    };
  } catch (error) {
    throw error instanceof FormatError ? new BadInput(`${folder}: ${error.message}`) : error;
  }
}

/** Each file is read once, and of the traces only the latest. */
async function gatherEvidence(folder: string): Promise<RunEvidence> {
  const { config, record, metrics } = await readRun(folder);
  // A trace is written before the checkpoint of its moment: read in the other order, the two of a run that goes on would differ.
  const traces = await latestTraces(path.join(folder, fileNames.traces));
  const checkpoint = await readTensorFile(path.join(folder, fileNames.checkpoint), 'checkpoint');
  return { config, record, metrics, traces, checkpoint };
}

async function latestTraces(folder: string): Promise<ProbeTraces | null> {
  const latest = (await filesOf(folder))
    .flatMap((name) => {
      const [, step] = /^(\d+)\.safetensors$/.exec(name) ?? [];
      return step === undefined ? [] : [{ name, step: Number(step) }];
    })
    .reduce<{ name: string; step: number } | null>(
      (last, next) => (last === null || next.step > last.step ? next : last),
      null,
    );
  if (latest === null) {
    return null;
  }
  const { step, probes } = await readTraces(path.join(folder, latest.name));
  return { step, probes: probes.map(tensorsOf) };
}

/** None where the folder is not there. */
async function filesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
