/** Python that loads a tensor from the files of a run. */
import { blockOf } from '../../analysis/spectrum/blocks';
import type { SnapshotTensor } from '../../protocol/panel';
import { InputError } from './inputError';
import { probePlace, weightsFileOf } from './snapshots';
import { OpenTensorFile } from './tensorFile';
import { nameInFile } from './traces';

/** Where a tensor that the panel shows stands. */
export interface StoredTensor {
  readonly file: string;
  readonly name: string;
  /** Of what is shown. */
  readonly shape: readonly number[];
  /** What is shown of it, as Python says it: `[64:128]`, `[:, 64:128]`; empty for all. */
  readonly slice: string;
}

/** Of a recurrent weight rows, of what goes into the gates columns, are those of one gate. */
const gateOf = { checkpoint: /^(.*_l\d+(?:_reverse)?)\.(\w)$/, trace: /^(.*\.preactivation)\.(\w)$/ };

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
  const [, whole = name, letter] = gateOf[kind].exec(name) ?? [];
  const stored = probed ? nameInFile(probed.index, whole) : whole;
  const place = opened.layout.tensors.get(stored);
  if (!place) {
    throw new InputError(`${file}: there is no tensor "${stored}"`);
  }
  const { shape } = place;
  if (letter === undefined) {
    return { file, name: stored, shape, slice: '' };
  }
  const [rows, columns] = shape;
  const gate = blockOf(letter);
  const size = (kind === 'trace' ? columns : rows) / (gate?.count ?? 1);
  if (!gate || !Number.isInteger(size)) {
    throw new InputError(`${file}: "${stored}" has no block of gate "${letter}"`);
  }
  const range = `${gate.index * size}:${(gate.index + 1) * size}`;
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
