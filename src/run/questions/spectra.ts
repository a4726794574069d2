/**
 * The spectra of a checkpoint's recurrent blocks. They take up to a second a block, so they are never
 * computed on an editor's thread.
 */
import { recurrentBlocks } from '../../analysis/spectrum/blocks';
import { type Spectrum, spectrum } from '../../analysis/spectrum/spectrum';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import { cellOfCheckpoint } from '../files/traces';

/**
 * @param file a checkpoint
 * @param names of blocks (see `Spectrum.name`), or all
 * @throws InputError with one line where the file is not a checkpoint or has no such block
 */
export async function spectraOf(
  file: string,
  names: readonly string[] | 'all',
): Promise<readonly Spectrum[]> {
  const checkpoint = await readTensorFile(file, 'checkpoint');
  const blocks = recurrentBlocks(checkpoint, cellOfCheckpoint(checkpoint, file));
  if (blocks.length === 0) {
    throw new InputError(`${file}: there are no recurrent weights, such as rnn.weight_hh_l0`);
  }
  const missing = names === 'all' ? undefined : names.find((name) => blocks.every((b) => b.name !== name));
  if (missing !== undefined) {
    throw new InputError(
      `${file}: there is no block "${missing}"; valid: ${blocks.map(({ name }) => name).join(', ')}`,
    );
  }
  return blocks
    .filter(({ name }) => names === 'all' || names.includes(name))
    .map(({ name, size, values }) => {
      if (!values.every(Number.isFinite)) {
        throw new InputError(`${file}: "${name}" holds values that are not finite, so it has no eigenvalues`);
      }
      return spectrum(name, size, values);
    });
}
