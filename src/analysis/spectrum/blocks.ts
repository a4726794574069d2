/** The recurrent weights of a checkpoint, cut into the H×H blocks of their gates. */
import { FormatError, type TensorFile } from '../../formats/safetensors';

export interface Block {
  /** `rnn.weight_hh_l0` for an RNN; with the gate for other cells: `rnn.weight_hh_l0.f`. */
  readonly name: string;
  /** Text for people: `layer 0, forget gate f`. */
  readonly label: string;
  /** H */
  readonly size: number;
  /** `[H][H]`, row-major: row i feeds unit i, column j comes from unit j. */
  readonly values: Float32Array;
}

/** The blocks of each cell in PyTorch's order, which is the order of the rows of `weight_hh`. */
const gates = {
  rnn: [{ letter: '', label: 'recurrent weights' }],
  lstm: [
    { letter: 'i', label: 'input gate i' },
    { letter: 'f', label: 'forget gate f' },
    { letter: 'g', label: 'candidate C̃' },
    { letter: 'o', label: 'output gate o' },
  ],
  gru: [
    { letter: 'r', label: 'reset gate r' },
    { letter: 'z', label: 'update gate z' },
    { letter: 'n', label: 'candidate h̃' },
  ],
} as const;

/**
 * Index of a gate's block, and the number of blocks of its cell, by the gate's letter; undefined for an
 * unknown letter.
 */
export function blockOf(letter: string): { readonly index: number; readonly count: number } | undefined {
  const cell = [gates.lstm, gates.gru].find((all) => all.some((gate) => gate.letter === letter));
  return cell && { index: cell.findIndex((gate) => gate.letter === letter), count: cell.length };
}

/**
 * All blocks of a checkpoint, layer by layer, in the order of the gates.
 * @throws FormatError where a recurrent weight does not have the shape of the cell
 */
export function recurrentBlocks({ tensors }: TensorFile, cell: keyof typeof gates): readonly Block[] {
  const found: (Block & { readonly order: string })[] = [];
  for (const [name, { shape, values }] of tensors) {
    const match = /^(rnn|decoder)\.weight_hh_l(\d+)(_reverse)?$/.exec(name);
    if (!match) {
      continue;
    }
    const [, part, layer, reverse] = match;
    const [rows, H] = shape;
    if (shape.length !== 2 || rows !== H * gates[cell].length) {
      throw new FormatError(
        `"${name}" has shape [${shape.join(', ')}]; of cell "${cell}" it should be [${gates[cell].length}·H, H]`,
      );
    }
    const where = `${part === 'decoder' ? 'decoder ' : ''}layer ${layer}${reverse ? ' backward' : ''}`;
    gates[cell].forEach(({ letter, label }, g) => {
      found.push({
        name: letter === '' ? name : `${name}.${letter}`,
        label: `${where}, ${label}`,
        size: H,
        values: Float32Array.from(values.subarray(g * H * H, (g + 1) * H * H)),
        order: `${part === 'decoder' ? 1 : 0}/${layer.padStart(4, '0')}/${reverse ? 1 : 0}/${g}`,
      });
    });
  }
  found.sort((left, right) => (left.order < right.order ? -1 : 1));
  return found.map(({ order: _, ...block }) => block);
}
