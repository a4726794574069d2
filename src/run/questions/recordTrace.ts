/** Records one sequence with the weights of a checkpoint, without training. */
import path from 'node:path';
import { DataError } from '../../data/common/dataset';
import type { Trace } from '../../engine/training';
import { FormatError } from '../../formats/safetensors';
import { checkedConfig } from '../files/configText';
import { isSystemError, writeError } from '../files/fileErrors';
import { writeWhole } from '../files/files';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import { encodeTraces } from '../files/traces';
import { prepareTrial } from '../training/trainingSetup';

export interface TraceRequest {
  /** Absolute path of the config, and its text. */
  readonly config: string;
  readonly text: string;
  readonly checkpoint: string;
  /**
   * Number in the validation set (in the training set where that is empty); absent: the first that the config
   * watches.
   */
  readonly sequence?: number;
  /** Path of the file that is written. */
  readonly out: string;
}

/** @throws InputError with one line, and with the config's key where the config or the data is to blame */
export async function recordTrace(request: TraceRequest): Promise<{ step: number; trace: Trace }> {
  const config = checkedConfig(request.text);
  const checkpoint = await readTensorFile(request.checkpoint, 'checkpoint');
  const { training } = await prepareTrial(config, request, () => undefined).catch((error: unknown) => {
    throw error instanceof DataError ? new InputError(error.message, error.key) : error;
  });
  try {
    training.restore(checkpoint);
  } catch (error) {
    throw error instanceof FormatError ? new InputError(`${request.checkpoint}: ${error.message}`) : error;
  }
  const [trace] = traceOf(() => training.trace([request.sequence ?? config.probe.sequences[0] ?? 0]));
  try {
    writeWhole(path.resolve(request.out), encodeTraces([trace], training.step, training.epoch));
  } catch (error) {
    throw isSystemError(error) ? new InputError(`cannot write ${request.out}: ${writeError(error)}`) : error;
  }
  return { step: training.step, trace };
}

/** Names the option in the error for a sequence that does not exist: the option named it, not the config. */
function traceOf(record: () => readonly Trace[]): readonly Trace[] {
  try {
    return record();
  } catch (error) {
    throw error instanceof DataError && error.key[0] === 'probe'
      ? new InputError(error.message.replace('probe.sequences', '--sequence'))
      : error;
  }
}
