/** Float32 values for properties that hold to the last bit. */
import fc from 'fast-check';

/** Any Float32, generated from its bits: also the smallest, the largest, −0 and NaN. */
export const single = fc.oneof(
  fc.nat(0xffffffff).map((pattern) => new Float32Array(Uint32Array.of(pattern).buffer)[0]),
  fc.float(),
  fc.constantFrom(0, -0, 1e-45, 3.4028234663852886e38, 2 ** -126, 16777216, 0.1, 1 / 3).map(Math.fround),
);

export function bitsOf(value: number): number {
  return Number.isNaN(value) ? Number.NaN : new Uint32Array(Float32Array.of(value).buffer)[0];
}
