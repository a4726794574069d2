/** The eigenvalues of a recurrent block at one snapshot: a part of its trail over the training. */

import { eigenvalues } from '../../analysis/linearAlgebra/eigenvalues';
import { recurrentBlocks } from '../../analysis/spectrum/blocks';
import { InputError } from '../files/inputError';
import { readTensorFile } from '../files/tensorFile';
import { cellOfCheckpoint } from '../files/traces';

/**
 * @param file with the weights of the snapshot
 * @param name of the block, as in `Spectrum.name`
 * @returns `[H][2]` real and imaginary parts, in no order; NaN where a weight is not finite
 * @throws InputError with one line where there is no such file or block
 */
export async function eigenvaluesOf(file: string, name: string): Promise<Float32Array> {
  const weights = await readTensorFile(file, 'weights');
  const block = recurrentBlocks(weights, cellOfCheckpoint(weights, file)).find((each) => each.name === name);
  if (!block) {
    throw new InputError(`${file}: there is no block "${name}"`);
  }
  const { re, im } = eigenvalues(block.size, Float64Array.from(block.values));
  return Float32Array.from({ length: 2 * block.size }, (_, i) => (i % 2 === 0 ? re : im)[i >> 1]);
}
