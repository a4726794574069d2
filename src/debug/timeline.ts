/**
 * The steps of a recording in the order in which they are computed: those of the input, then those of a
 * decoder. Pure.
 */
import { isOfDecoder } from '../notation/tensorNames';
import type { RecordedTensor, Recording } from '../protocol/recording';

/** Tensors of the output. */
const ofOutput = new Set(['y', 'target', 'loss']);

/** Number of steps that the debugger goes through. */
export function stepCount({ steps, outputSteps, layers }: Recording): number {
  return hasDecoder({ layers }) ? steps + outputSteps : Math.max(steps, outputSteps);
}

/**
 * The row of a tensor that belongs to a step; undefined where the tensor has none there, as an encoder's has
 * none in a decoder.
 */
export function rowAt(recording: Recording, name: string, step: number): number | undefined {
  const tensor = recording.tensors.get(name);
  if (!tensor) {
    return undefined;
  }
  const row = isLate(recording, name) ? step - recording.steps : step;
  return row >= 0 && row < tensor.shape[0] ? row : undefined;
}

/** The step that a row of a tensor belongs to. */
export function stepOfRow(recording: Recording, name: string, row: number): number {
  return isLate(recording, name) ? row + recording.steps : row;
}

/** The numbers of a tensor at a step, as a view. */
export function vectorAt(recording: Recording, name: string, step: number): Float32Array | undefined {
  const row = rowAt(recording, name, step);
  const tensor = recording.tensors.get(name);
  return tensor && row !== undefined ? rowOf(tensor, row) : undefined;
}

/** Layers that are computed at a step. */
export function layersAt(recording: Recording, step: number): readonly string[] {
  return recording.layers.filter((layer) => rowAt(recording, `${layer}.h`, step) !== undefined);
}

/** Euclidean norm of ∂L/∂h at a step over all layers that have one there; undefined where there is none. */
export function gradientNorm(recording: Recording, step: number): number | undefined {
  const known = norms.get(recording) ?? gradientNorms(recording);
  norms.set(recording, known);
  const norm = known[step];
  return norm < 0 ? undefined : norm;
}

/** Norms by recording: every frame of the call stack shows one, and each stop shows many frames. */
const norms = new WeakMap<Recording, Float64Array>();

/** The norm at each step; −1 where there is none. */
function gradientNorms(recording: Recording): Float64Array {
  return Float64Array.from({ length: stepCount(recording) }, (_, step) => {
    let squares = 0;
    let isKnown = false;
    for (const layer of layersAt(recording, step)) {
      const gradient = vectorAt(recording, `${layer}.grad.h`, step) ?? [];
      isKnown ||= gradient.length > 0;
      for (let unit = 0; unit < gradient.length; unit++) {
        squares += gradient[unit] * gradient[unit];
      }
    }
    return isKnown ? Math.sqrt(squares) : -1;
  });
}

/** Whether a tensor's rows are the steps of a decoder. */
function isLate(recording: Recording, name: string): boolean {
  return hasDecoder(recording) && (ofOutput.has(name) || isOfDecoder(name));
}

function hasDecoder({ layers }: Pick<Recording, 'layers'>): boolean {
  return layers.some(isOfDecoder);
}

function rowOf({ shape, values }: RecordedTensor, row: number): Float32Array {
  const width = shape[1] ?? 1;
  return values.subarray(row * width, (row + 1) * width);
}
