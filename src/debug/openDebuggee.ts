/** From what a session was started with to the sequence under its debugger. */
import path from 'node:path';
import { BadInput } from '../run/badInput';
import { checkedConfig, configName, readConfigText } from '../run/configText';
import { latestRun } from '../run/folder';
import { openRecorder, type RecorderProgress } from '../run/recorder';
import type { Debuggee } from './debuggee';
import type { Launch } from './launch';

/**
 * @param roots absolute folders that the data file must lie in
 * @param progress called often; may throw to cancel
 * @throws BadInput with one line
 */
export async function openDebuggee(
  launch: Launch,
  roots: readonly string[],
  progress: (progress: RecorderProgress) => void,
): Promise<Debuggee> {
  const { config, checkpoint, set, sequence, line } = launch;
  const run = launch.run ?? (await newestRun(config));
  const request = { run, config, checkpoint, roots, set, sequence, line };
  return openRecorder({ ...request, acceptsChangedData: launch.acceptChangedData }, progress);
}

/** @throws BadInput where there is none, or where the config itself will not do: who debugs it is told so first */
async function newestRun(config: string): Promise<string> {
  const text = await readConfigText(config);
  try {
    checkedConfig(text);
  } catch (error) {
    throw error instanceof BadInput ? new BadInput(`${path.basename(config)}: ${error.message}`) : error;
  }
  const name = configName(config);
  const run = await latestRun(path.dirname(config), name);
  if (run === undefined) {
    throw new BadInput(`There is no run of ${name} yet: train it first, then its newest run is debugged.`);
  }
  return run;
}
