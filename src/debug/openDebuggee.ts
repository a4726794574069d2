/** From what a session was started with to the sequence under its debugger. */
import path from 'node:path';
import { BadInput } from '../run/badInput';
import { latestRun } from '../run/folder';
import { openRecorder } from '../run/recorder';
import type { Debuggee } from './debuggee';
import type { Launch } from './launch';

const suffix = '.unroll.json';

/**
 * @param roots absolute folders that the data file must lie in
 * @throws BadInput with one line
 */
export async function openDebuggee(launch: Launch, roots: readonly string[]): Promise<Debuggee> {
  const { config, checkpoint, set, sequence, line } = launch;
  const name = path.basename(config).replace(new RegExp(`${suffix.replaceAll('.', '\\.')}$`), '');
  const run = launch.run ?? (await latestRun(path.dirname(config), name));
  if (run === undefined) {
    throw new BadInput(`There is no run of ${name} yet: train it first, then its newest run is debugged.`);
  }
  const request = { run, config, checkpoint, roots, set, sequence, line };
  return openRecorder({ ...request, acceptsChangedData: launch.acceptChangedData });
}
