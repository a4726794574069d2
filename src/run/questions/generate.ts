/** Writes a text with the weights of a run's checkpoint. */
import path from 'node:path';
import type { Config } from '../../config/schema';
import type { TrainedData } from '../../data/common/trainedData';
import type { GeneratedText, GeneratedToken, GenerationAsk } from '../../protocol/generated';
import { fileNames, readRunConfig } from '../files/folder';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import { readDatasetFile } from '../sources/datasetFile';
import { observe } from './observation';
import { Writer } from './writing';

/**
 * @param place absolute folder of the run, and absolute path of its config
 * @param visit receives each token as it is drawn
 * @throws InputError with one line where the run cannot be read or does not write text
 */
export async function generateText(
  place: { readonly folder: string; readonly config: string },
  ask: GenerationAsk,
  visit: (token: GeneratedToken) => void,
): Promise<GeneratedText & { readonly step: number }> {
  const config = await readRunConfig(place.folder);
  const writer = new Writer(config, await trainedOf(place, config));
  const file = path.join(place.folder, fileNames.checkpoint);
  const weights = await readTensorFile(file, 'checkpoint');
  writer.take(weights, file);
  const { read: _, classes: __, ...text } = writer.write(ask, visit);
  return { ...text, step: Number(weights.metadata.step ?? 0) };
}

/** How the training read its data; older runs do not state it, so their data is read once more. */
async function trainedOf(
  place: { readonly folder: string; readonly config: string },
  config: Config,
): Promise<TrainedData | undefined> {
  const stored = await readDatasetFile(place.folder);
  if (stored || config.data.kind === 'task') {
    return stored;
  }
  const { dataset } = await observe(place, () => undefined).catch((error: unknown) => {
    throw error instanceof InputError
      ? new InputError(
          `this run was made before Unroll stored its vocabulary, so the file that it was trained on is needed: ${error.message}`,
        )
      : error;
  });
  return dataset.trained;
}
