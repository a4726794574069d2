/** Python that loads a tensor from the files of a run. */
import { blockOfGate } from '../../notation/cells';
import { nameInFile, storedTensor } from '../../notation/tensorNames';
import type { SnapshotTensor } from '../../protocol/panel';
import { InputError } from './inputError';
import { probePlace, weightsFileOf } from './snapshots';
import { OpenTensorFile } from './tensorFile';

/** Where a tensor that the panel shows stands. */
export interface StoredTensor {
  readonly file: string;
  readonly name: string;
  /** Of what is shown. */
  readonly shape: readonly number[];
  /** What is shown of it, as Python says it: `[64:128]`, `[:, 64:128]`; empty for all. */
  readonly slice: string;
}

/** @throws BadInput where the run has no such tensor */
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
  // Of a recurrent weight rows, of what goes into the gates columns, are those of one gate.
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
 * @param file as Python is to find it
 * @param from the folder that it is relative to; undefined where it is not
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

/** A string of JSON is one of Python too. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
