/** The run that an argument names, and the config that it was trained from. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { configName } from '../run/files/configText';
import { latestRun, readRunRecord } from '../run/files/folder';
import { InputError } from '../run/files/inputError';

/**
 * @param given the folder of a run, or a config, whose latest run is taken
 * @throws InputError where the config has no run
 */
export async function runFolder(given: string): Promise<string> {
  const isFile = await stat(given).then(
    (found) => found.isFile(),
    () => false, // reading it reports what is wrong
  );
  if (!isFile) {
    return given;
  }
  const config = path.resolve(given);
  const latest = await latestRun(path.dirname(config), configName(config));
  if (latest === undefined) {
    throw new InputError(
      `there is no run of ${given} in .unroll beside it; train it first, or name the folder of a run`,
    );
  }
  return latest;
}

/**
 * The absolute path of the config of a run, to which its data file's path is relative.
 * @throws InputError where the folder holds no run
 */
export async function configOfRun(folder: string): Promise<string> {
  const { config } = await readRunRecord(folder);
  const absolute = path.resolve(folder);
  const parts = absolute.split(path.sep);
  const at = parts.lastIndexOf('.unroll');
  const home = at < 0 ? absolute : parts.slice(0, at).join(path.sep);
  return path.resolve(home === '' ? path.sep : home, config);
}
