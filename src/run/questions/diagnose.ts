/** Diagnoses a run by its folder: gathers what the rules read, and returns their findings. */
import path from 'node:path';
import { diagnose } from '../../analysis/diagnosis/diagnose';
import type { ProbeTraces, RunEvidence } from '../../analysis/diagnosis/evidence/evidence';
import { type Thresholds, thresholds } from '../../analysis/diagnosis/evidence/thresholds';
import { FormatError } from '../../formats/safetensors';
import type { Diagnosis } from '../../protocol/run';
import { dated, readFindings } from '../files/findings';
import { fileNames, readRun } from '../files/folder';
import { InputError } from '../files/inputError';
import { listSnapshots, traceFile } from '../files/snapshots';
import { readTensorFile } from '../files/tensorFile';
import { readTraces } from '../files/traces';

/**
 * Takes up to some seconds for a large model, so it never runs on an editor's thread.
 * @param folder of a run that is running or has ended
 * @param limits thresholds that differ from the defaults
 * @throws InputError with one line where it is not the folder of a run, or a file in it cannot be read
 */
export async function diagnoseRun(folder: string, limits: Partial<Thresholds> = {}): Promise<Diagnosis> {
  const evidence = await gatherEvidence(folder);
  try {
    const { findings, reach } = diagnose(evidence, { ...thresholds, ...limits });
    const { steps } = evidence.record;
    return {
      step: steps,
      findings: dated(findings, steps, await readFindings(folder)),
      reach: reach && { layer: reach.layer, horizon: reach.horizon, span: reach.span },
    };
  } catch (error) {
    throw error instanceof FormatError ? new InputError(`${folder}: ${error.message}`) : error;
  }
}

/** Reads each file once, and only the latest of the traces. */
async function gatherEvidence(folder: string): Promise<RunEvidence> {
  const { config, record, metrics } = await readRun(folder);
  // A trace is written before the checkpoint of its snapshot: read in the other order, the two could differ
  // while a run trains.
  const traces = await latestTraces(folder);
  const checkpoint = await readTensorFile(path.join(folder, fileNames.checkpoint), 'checkpoint');
  return { config, record, metrics, traces, checkpoint };
}

async function latestTraces(folder: string): Promise<ProbeTraces | null> {
  const last = (await listSnapshots(folder)).at(-1);
  if (last === undefined) {
    return null;
  }
  const { step, probes } = await readTraces(traceFile(folder, last));
  return { step, probes: probes.map(({ tensors }) => tensors) };
}
