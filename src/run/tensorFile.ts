/** Safetensors files as they lie on disk: read with a limit, and with errors that name the file. */
import { readFile, stat } from 'node:fs/promises';
import { decodeSafetensors, FormatError, type TensorFile } from '../formats/safetensors';
import { BadInput } from './badInput';
import { isSystemError, meantFile, trouble } from './fileTrouble';

/** What one buffer can hold. */
const largestFile = 2 ** 31 - 1;

/**
 * @param what the file is wanted for: `checkpoint`, `trace`
 * @throws BadInput with one line where it is not there or is not a safetensors file
 */
export async function readTensorFile(file: string, what: string): Promise<TensorFile> {
  try {
    const { size } = await stat(file);
    if (size > largestFile) {
      throw new BadInput(`cannot read the ${what} ${file}: it has ${size} bytes, at most ${largestFile} fit`);
    }
    return decodeSafetensors(await readFile(file));
  } catch (error) {
    if (isSystemError(error)) {
      const hint = error.code === 'ENOENT' ? await meantFile(file) : '';
      throw new BadInput(`cannot read the ${what} ${file}: ${trouble(error)}${hint}`);
    }
    throw error instanceof FormatError ? new BadInput(`${file}: ${error.message}`) : error;
  }
}
