/** Numbers as short decimals. */

/**
 * The shortest decimal that reads back to the same Float32, for what comes from one: a state, a weight. What is computed of
 * such has nine digits, which is more than it is known to.
 */
export function digitsOf(value: number): string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  if (!Number.isFinite(value) || Number.isSafeInteger(value)) {
    return String(value);
  }
  const isSingle = Math.fround(value) === value;
  for (let digits = 1; isSingle && digits < mostDigits; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) {
      return String(short);
    }
  }
  return String(Number(value.toPrecision(mostDigits)));
}

/** Enough for any Float32. */
const mostDigits = 9;
