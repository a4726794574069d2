/** What a run starts from: its config, its data, and the engine set up on them. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseConfig } from '../config/parse';
import { positionOf } from '../config/ranges';
import { readResolved } from '../config/resolved';
import type { Config } from '../config/schema';
import type { Dataset } from '../data/dataset';
import { loadDataset } from '../data/load';
import { createTraining } from '../engine/trainer';
import type { Training } from '../engine/training';
import { fileNames } from './folder';
import { fileSource, findDataFile } from './source';

/** What was given cannot be trained on. `message` is one line for people. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  constructor(
    message: string,
    readonly key: readonly (string | number)[] = [],
  ) {
    super(message);
  }
}

export interface Trial {
  readonly config: Config;
  readonly dataset: Dataset;
  readonly fingerprint: string;
  readonly training: Training;
}

export interface TrialRequest {
  /** Absolute path of the config, and its text. */
  readonly config: string;
  readonly text: string;
  /** Folder of a run whose own config is to be used instead of the text. */
  readonly resume?: string;
  readonly roots?: readonly string[];
}

/**
 * @param progress hears how much of the data file has been read; may throw to cancel
 * @throws BadInput for a config that does not parse, DataError for data that cannot be used
 */
export async function prepareTrial(
  request: TrialRequest,
  progress: (file: string, bytes: number, totalBytes: number) => void,
): Promise<Trial> {
  const config = request.resume ? await configOfRun(request.resume) : checkedConfig(request);
  const hashes: (() => string)[] = [];
  const dataset = await loadDataset(config, async (file) => {
    const real = await findDataFile(request.config, file, request.roots);
    const source = await fileSource(real, {
      name: file,
      progress: (bytes) => progress(file, bytes, source.size),
    });
    hashes.push(() => source.fingerprint());
    return source;
  });
  const [hash] = hashes;
  const { data } = config;
  const fingerprint = hash ? hash() : createHash('sha256').update(JSON.stringify(data)).digest('hex');
  return { config, dataset, fingerprint, training: createTraining(config, dataset) };
}

/** The name of a config file without `.unroll.json`. */
export function configName(config: string): string {
  return path.basename(config).replace(/(\.unroll)?\.json$/, '');
}

function checkedConfig({ config: file, text }: TrialRequest): Config {
  const { config, problems } = parseConfig(text);
  if (!config) {
    const [first, ...others] = problems.filter(({ severity }) => severity === 'error');
    const where = first.syntax ? '' : `${positionOf(text, first.offset)}: `;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    throw new BadInput(`${path.basename(file)}: ${where}${first.message}${more}`, first.path);
  }
  return config;
}

async function configOfRun(folder: string): Promise<Config> {
  const file = path.join(folder, fileNames.config);
  try {
    return readResolved(await readFile(file, 'utf8'));
  } catch (error) {
    throw new BadInput(
      `${folder} is not the folder of a run: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
