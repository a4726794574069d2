/** Numbers in half precision, IEEE 754 binary16. */

/** @param bits 16 bits: the sign, 5 of the exponent, 10 of the fraction */
export function half(bits: number): number {
  const sign = bits >> 15 === 1 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const share = (bits & 1023) / 1024;
  if (exponent === 31) {
    return share === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  }
  return exponent === 0 ? sign * 2 ** -14 * share : sign * 2 ** (exponent - 15) * (1 + share);
}
