/** Shapes of tensors. */

/** Returns the number of elements; 1 for the empty shape, which is that of a single number. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
