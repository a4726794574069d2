/** Python that loads a tensor from the files of a run. */
import { blockIndex } from '../analysis/blocks';
import type { WantedTensor } from '../protocol/panel';
import { BadInput } from './badInput';
import { probePlace, weightsFileOf } from './moments';
import { OpenTensorFile } from './tensorFile';
import { nameInFile } from './traces';

/** Where a tensor that the panel shows stands. */
export interface StoredTensor {
  readonly file: string;
  readonly name: string;
  readonly shape: readonly number[];
  /** Rows `from … to−1` of it; all where null. */
  readonly rows: readonly [from: number, to: number] | null;
}

/** @throws BadInput where the run has no such tensor */
export async function findTensor(folder: string, { step, probe, name }: WantedTensor): Promise<StoredTensor> {
  const place = probe === null ? null : probePlace(folder, step, probe);
  const file = place?.file ?? (await weightsFileOf(folder, step));
  const opened = await OpenTensorFile.open(file, probe === null ? 'checkpoint' : 'trace');
  await opened.close();
  const [, weight, letter] = (probe === null && /^(.*_l\d+(?:_reverse)?)\.(\w)$/.exec(name)) || [];
  const stored = place ? nameInFile(place.index, name) : (weight ?? name);
  const found = opened.layout.tensors.get(stored);
  if (!found) {
    throw new BadInput(`${file}: there is no tensor "${stored}"`);
  }
  const { shape } = found;
  if (letter === undefined) {
    return { file, name: stored, shape, rows: null };
  }
  const [, size] = shape;
  const gate = blockIndex(letter);
  if (gate === undefined || (gate + 1) * size > shape[0]) {
    throw new BadInput(`${file}: "${stored}" has no block of gate "${letter}"`);
  }
  return { file, name: stored, shape: [size, size], rows: [gate * size, (gate + 1) * size] };
}

/**
 * A comment, an import and an assignment.
 * @param file as Python is to find it
 * @param from the folder that it is relative to; undefined where it is not
 */
export function tensorCode({ name, shape, rows }: StoredTensor, file: string, from?: string): string {
  const where = from === undefined ? '' : `; the path begins in the folder ${from.replace(/\s+/g, ' ')}`;
  const slice = rows === null ? '' : `[${rows[0]}:${rows[1]}]`;
  return [
    `# ${name}${slice}, float32 [${shape.join(', ')}]${where}`,
    'from safetensors.numpy import load_file',
    '',
    `${name.replace(/\W+/g, '_')} = load_file(${pythonText(file)})[${pythonText(name)}]${slice}`,
    '',
  ].join('\n');
}

/** A string of JSON is one of Python too. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
