/**
 * One recurrent layer in one direction, from a trace and a checkpoint, in Float64 and in the order in which
 * it ran. A trace is in Float32: values computed from it are exact for these numbers, and as close to the
 * network's values as these are.
 */
import type { Cell } from '../../engine/cells/cell';
import { cellOf, type NetworkSpec } from '../../engine/spec';
import { FormatError, type NamedTensor } from '../../formats/safetensors';
import { encoderOf, isOfDecoder, isReverse, tensorName, weightName } from '../../notation/tensorNames';

export type CellKind = Pick<NetworkSpec, 'cell' | 'activation' | 'variant'>;
export type Tensors = ReadonlyMap<string, NamedTensor>;

/**
 * A layer's states, gates and gradients. States have T + 1 rows: the first is the initial state, and row t +
 * 1 is the state after step t. All steps are in the order of the recurrence: in a backward layer, step 0 is
 * the sequence's last one.
 */
export interface LayerTrace {
  readonly kind: CellKind;
  /** H */
  readonly hiddenSize: number;
  /** T */
  readonly steps: number;
  readonly reverse: boolean;
  /** `[T+1][H]` */
  readonly h: Float64Array;
  /** `[T+1][H]`; null except for the LSTM. */
  readonly c: Float64Array | null;
  /** `[T][G·H]`, in the order of PyTorch; for an RNN, which has no gates, h after each step. */
  readonly gates: Float64Array;
  /** `[T][H]` ∂L/∂h_t. */
  readonly dh: Float64Array;
  /** `[T][H]` ∂L/∂c_t, for c_t as the state that the next step reads; null except for the LSTM. */
  readonly dc: Float64Array | null;
}

/** The weights of a layer that a Jacobian needs. */
export interface RecurrentWeights {
  /** `[G·H][H]` */
  readonly weightHh: Float64Array;
  /** `[H]` b_hn of a GRU; undefined without biases. */
  readonly candidateBias: Float64Array | undefined;
}

/**
 * @param tensors tensors of a trace
 * @param layer name of the layer, as in the trace: `l0`, `l1_reverse`, `decoder.l0`
 * @throws FormatError where a tensor is missing or has a shape that does not fit the others
 */
export function layerTrace(tensors: Tensors, kind: CellKind, layer: string): LayerTrace {
  const reverse = isReverse(layer);
  const [T, H] = find(tensors, tensorName(layer, 'h')).shape;
  const read = (name: string, rows: number, target: Float64Array, first: number, stride: number) => {
    const { shape, values } = find(tensors, name);
    if (shape.length !== 2 || shape[0] !== rows || shape[1] !== H) {
      throw new FormatError(`"${name}" has shape [${shape.join(', ')}], expected [${rows}, ${H}]`);
    }
    for (let row = 0; row < rows; row++) {
      const step = reverse ? rows - 1 - row : row;
      target.set(values.subarray(step * H, (step + 1) * H), first + row * stride);
    }
    return target;
  };
  const perStep = (name: string) => read(name, T, new Float64Array(T * H), 0, H);
  const states = (name: 'h' | 'c') => {
    const values = read(tensorName(layer, name), T, new Float64Array((T + 1) * H), H, H);
    // A decoder starts from the final state of its encoder; every other layer starts from zero.
    if (isOfDecoder(layer)) {
      const encoder = find(tensors, tensorName(encoderOf(layer), name));
      values.set(encoder.values.subarray(encoder.values.length - H));
    }
    return values;
  };
  const h = states('h');
  const { gates, hasCellState } = cellOf(kind);
  return {
    kind,
    hiddenSize: H,
    steps: T,
    reverse,
    h,
    c: hasCellState ? states('c') : null,
    gates: kind.cell === 'rnn' ? h.subarray(H) : allGates(gates, T, H, layer, read),
    dh: perStep(tensorName(layer, 'grad.h')),
    dc: hasCellState ? perStep(tensorName(layer, 'grad.c')) : null,
  };
}

/**
 * @param tensors tensors of a checkpoint
 * @param layer name of the layer, as in a trace
 * @throws FormatError where there is no such layer, or its weights do not have the shape of the cell
 */
export function recurrentWeights(tensors: Tensors, kind: CellKind, layer: string): RecurrentWeights {
  const G = cellOf(kind).gates.length;
  const hh = weightName('weight_hh', layer);
  const { shape, values } = find(tensors, hh);
  const [rows, H] = shape;
  if (shape.length !== 2 || rows !== G * H) {
    throw new FormatError(
      `"${hh}" has shape [${shape.join(', ')}], expected [${G}·H, H] of cell "${kind.cell}"`,
    );
  }
  const bias = kind.cell === 'gru' ? tensors.get(weightName('bias_hh', layer)) : undefined;
  return {
    weightHh: Float64Array.from(values),
    candidateBias: bias && Float64Array.from(bias.values.subarray((G - 1) * H)),
  };
}

/** The gates of all steps, side by side. */
function allGates(
  letters: Cell['gates'],
  T: number,
  H: number,
  layer: string,
  read: (name: string, rows: number, target: Float64Array, first: number, stride: number) => Float64Array,
): Float64Array {
  const gates = new Float64Array(T * letters.length * H);
  letters.forEach((letter, g) => {
    read(tensorName(layer, 'gate', letter), T, gates, g * H, letters.length * H);
  });
  return gates;
}

function find(tensors: Tensors, name: string): NamedTensor {
  const tensor = tensors.get(name);
  if (!tensor) {
    throw new FormatError(`there is no tensor "${name}"`);
  }
  return tensor;
}
