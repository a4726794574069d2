/** Python that loads a tensor from the files of a run. */
import { blockOfGate } from '../../notation/cells';
import { nameInFile, storedTensor } from '../../notation/tensorNames';
import type { SnapshotTensor } from '../../protocol/panel';
import { InputError } from './inputError';
import { probePlace, weightsFileOf } from './snapshots';
import { OpenTensorFile } from './tensorFile';

/** The place in the files of a tensor that the panel shows. */
export interface StoredTensor {
  readonly file: string;
  readonly name: string;
  /** Shape of the part that is shown. */
  readonly shape: readonly number[];
  /** The part that is shown, as Python writes it: `[64:128]`, `[:, 64:128]`; empty for all. */
  readonly slice: string;
}

/** @throws InputError where the run has no such tensor */
export async function findTensor(
  folder: string,
  { update, probe, name }: SnapshotTensor,
): Promise<StoredTensor> {
  const kind = probe === null ? 'checkpoint' : 'trace';
  const probed = probe === null ? null : probePlace(folder, update, probe);
  const file = probed?.file ?? (await weightsFileOf(folder, update));
  const opened = await OpenTensorFile.open(file, kind);
  await opened.close();
  const { whole, gate } = storedTensor(name);
  const stored = probed ? nameInFile(probed.index, whole) : whole;
  const place = opened.layout.tensors.get(stored);
  if (!place) {
    throw new InputError(`${file}: there is no tensor "${stored}"`);
  }
  const { shape } = place;
  if (gate === '') {
    return { file, name: stored, shape, slice: '' };
  }
  const [rows, columns] = shape;
  // A gate owns rows of a recurrent weight, and columns of the gates' inputs.
  const block = blockOfGate(gate);
  const size = (kind === 'trace' ? columns : rows) / (block?.letters.length ?? 1);
  if (!block || !Number.isInteger(size)) {
    throw new InputError(`${file}: "${stored}" has no block of gate "${gate}"`);
  }
  const range = `${block.index * size}:${(block.index + 1) * size}`;
  return kind === 'trace'
    ? { file, name: stored, shape: [rows, size], slice: `[:, ${range}]` }
    : { file, name: stored, shape: [size, columns], slice: `[${range}]` };
}

/**
 * A comment, an import and an assignment.
 * @param file path by which Python finds it
 * @param from the folder that it is relative to; undefined for an absolute path
 */
export function tensorCode({ name, shape, slice }: StoredTensor, file: string, from?: string): string {
  const where = from === undefined ? '' : `; the path begins in the folder ${from.replace(/\s+/g, ' ')}`;
  return [
    `# ${name}${slice}, float32 [${shape.join(', ')}]${where}`,
    'from safetensors.numpy import load_file',
    '',
    `${name.replace(/\W+/g, '_')} = load_file(${pythonText(file)})[${pythonText(name)}]${slice}`,
    '',
  ].join('\n');
}

/** A Python string literal: a string of JSON is one. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
