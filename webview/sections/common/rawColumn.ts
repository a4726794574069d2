/** Single columns of tensors over time, in the data's own units. Pure. */
import { isScaled, rawOf, readableRaw, type Scaling } from '../../../src/notation/scaling';
import { memoize } from '../../base/memoize';
import type { StepTensor } from '../../state/traceTensors';

/** Columns of a tensor by index and scaling. */
const columnsOf = memoize((_: StepTensor) => new Map<string, Float32Array | Float64Array>());

/**
 * Returns one column; the same object for the same column, so that a plot sees that nothing changed.
 * @param scaling undefined: the values are left as they are
 */
export function rawColumn(
  tensor: StepTensor,
  index: number,
  scaling: Scaling | undefined,
): Float32Array | Float64Array {
  const known = columnsOf(tensor);
  const key = `${index} ${scaling?.offset} ${scaling?.scale}`;
  let column = known.get(key);
  if (!column) {
    column = isScaled(scaling) ? new Float64Array(tensor.steps) : new Float32Array(tensor.steps);
    for (let step = 0; step < tensor.steps; step++) {
      column[step] = rawValue(tensor.values[step * tensor.size + index], scaling);
    }
    known.set(key, column);
  }
  return column;
}

/** Returns one value in the data's own unit. @param scaling undefined: the value is left as it is */
export function rawValue(fed: number, scaling: Scaling | undefined): number {
  if (!scaling) {
    return fed;
  }
  return readableRaw(fed, scaling) === 0 ? 0 : rawOf(fed, scaling);
}
