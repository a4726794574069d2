/** Single columns of tensors over time, in the data's own units. Pure. */
import { memoize } from '../../base/memoize';
import { type StepTensor, unscaled } from '../../state/traceTensors';

/** By index and scaling. */
const columnsOf = memoize((_: StepTensor) => new Map<string, Float32Array | Float64Array>());

/** The same object for the same column, so that a plot sees that nothing changed. @param scaling undefined: as it is */
export function rawColumn(
  tensor: StepTensor,
  index: number,
  scaling: { offset: number; scale: number } | undefined,
): Float32Array | Float64Array {
  const known = columnsOf(tensor);
  const key = `${index} ${scaling?.offset} ${scaling?.scale}`;
  let column = known.get(key);
  if (!column) {
    const untouched = !scaling || (scaling.offset === 0 && scaling.scale === 1);
    column = untouched ? new Float32Array(tensor.steps) : new Float64Array(tensor.steps);
    for (let step = 0; step < tensor.steps; step++) {
      column[step] = unscaled(tensor.values[step * tensor.size + index], scaling);
    }
    known.set(key, column);
  }
  return column;
}
