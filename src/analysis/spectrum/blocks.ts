/** The recurrent weights of a checkpoint, cut into the H×H blocks of their gates. */
import { FormatError, type TensorFile } from '../../formats/safetensors';
import { type CellName, gateBlocks, gateText } from '../../notation/cells';
import {
  type LayerPlace,
  layerText,
  parseLayerName,
  parseWeightName,
  weightName,
} from '../../notation/tensorNames';

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

/**
 * All blocks of a checkpoint, layer by layer, in the order of the gates.
 * @throws FormatError where a recurrent weight does not have the shape of the cell
 */
export function recurrentBlocks({ tensors }: TensorFile, cell: CellName): readonly Block[] {
  const gates = gateBlocks[cell];
  const found: { readonly place: LayerPlace; readonly blocks: readonly Block[] }[] = [];
  for (const [name, { shape, values }] of tensors) {
    const parsed = parseWeightName(name);
    const place = parsed && parseLayerName(parsed.layer);
    if (!place || parsed.kind !== 'weight_hh' || parsed.gate !== '') {
      continue;
    }
    const { layer } = parsed;
    const [rows, H] = shape;
    if (shape.length !== 2 || rows !== H * gates.length) {
      throw new FormatError(
        `"${name}" has shape [${shape.join(', ')}]; of cell "${cell}" it should be [${gates.length}·H, H]`,
      );
    }
    const blocks = gates.map((gate, g) => ({
      name: weightName('weight_hh', layer, gate),
      label: `${layerText(layer)}, ${gate === '' ? 'recurrent weights' : gateText(gate)}`,
      size: H,
      values: Float32Array.from(values.subarray(g * H * H, (g + 1) * H * H)),
    }));
    found.push({ place, blocks });
  }
  found.sort((one, other) => order(one.place, other.place));
  return found.flatMap(({ blocks }) => blocks);
}

/** Layers of a decoder last, then by depth, forward before backward. */
function order(one: LayerPlace, other: LayerPlace): number {
  return (
    Number(one.decoder) - Number(other.decoder) ||
    one.layer - other.layer ||
    Number(one.reverse) - Number(other.reverse)
  );
}
