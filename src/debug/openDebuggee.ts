/** Opens the sequence that a debug session was started for. */
import path from 'node:path';
import { configName, readConfig } from '../run/files/configText';
import { fileNames, listRuns } from '../run/files/folder';
import { InputError } from '../run/files/inputError';
import { openRecorder, type RecorderProgress } from '../run/questions/recorder';
import type { Launch } from './launch';
import type { Debuggee } from './runtime';

/**
 * @param roots absolute folders that the data file must lie in
 * @param progress called often; may throw to cancel
 * @throws InputError with one line
 */
export async function openDebuggee(
  launch: Launch,
  roots: readonly string[],
  progress: (progress: RecorderProgress) => void,
): Promise<Debuggee> {
  const { config, set, sequence, line, acceptChangedData } = launch;
  const opened = await weightsOf(launch);
  const request = { ...opened, config, roots, set, sequence, line };
  return openRecorder({ ...request, acceptsChangedData: acceptChangedData }, progress);
}

/**
 * A file of weights, and the run that it is debugged with: the run that is named, or the one whose folder
 * holds the file, or the newest. Weights without any run are debugged with the config itself.
 */
async function weightsOf({
  config,
  run,
  checkpoint,
}: Launch): Promise<{ readonly run: string | null; readonly checkpoint: string }> {
  if (run !== null) {
    return { run, checkpoint: checkpoint ?? path.join(run, fileNames.checkpoint) };
  }
  // A config with an error is refused first, whatever runs it has.
  await readConfig(config);
  const name = configName(config);
  const runs = await listRuns(path.dirname(config), name);
  const newest = runs.at(-1);
  if (checkpoint !== null) {
    const own = runs.find((folder) => checkpoint.startsWith(folder + path.sep));
    return { run: own ?? newest ?? null, checkpoint };
  }
  if (newest === undefined) {
    throw new InputError(
      `There is no run of ${name} yet: train it first, then its newest run is debugged; or name a file of weights as "checkpoint".`,
    );
  }
  return { run: newest, checkpoint: path.join(newest, fileNames.checkpoint) };
}
