/** Shapes of tensors. */

/** The number of elements; 1 of the empty shape, which is that of a single number. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
