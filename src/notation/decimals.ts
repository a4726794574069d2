/** Numbers as decimals that read back to the same bits. */
import { number } from './numbers';

/** Enough for any Float32. */
const mostDigits = 9;

/** The shortest decimal that is this Float32 and no other, for the panel: no digit is lost and none is invented. */
export function exact(value: number): string {
  const digits = digitsOf(value);
  return number(Number(value.toPrecision(digits)), digits);
}

/**
 * The shortest decimal that reads back to the same Float32, for what the debugger shows: a state, a weight. A number that was
 * computed from such has nine digits, which is more than is known of it.
 */
export function shortest(value: number): string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  if (!Number.isFinite(value) || Number.isSafeInteger(value)) {
    return String(value);
  }
  return String(Number(value.toPrecision(digitsOf(value))));
}

/** The shortest decimal that reads back to this Float32, also by way of a Float64; quick, for millions of them in a file. */
export function singleDecimal(value: number): string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  if (!Number.isFinite(value)) {
    return String(value);
  }
  // Nearly all need 7 to 9 digits; what is shorter shows at 6.
  if (isSame(value.toPrecision(6), value)) {
    return String(Number(value.toPrecision(digitsOf(value))));
  }
  for (let digits = 7; digits < mostDigits; digits++) {
    const text = value.toPrecision(digits);
    if (isSame(text, value)) {
      return text;
    }
  }
  return value.toPrecision(mostDigits);
}

/** The shortest decimal that reads back to this Float64. */
export function doubleDecimal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The fewest significant digits that tell a Float32 from all others; the most there are for any other number. */
function digitsOf(value: number): number {
  for (let digits = 1; digits < mostDigits && Math.fround(value) === value; digits++) {
    if (isSame(value.toPrecision(digits), value)) {
      return digits;
    }
  }
  return mostDigits;
}

function isSame(text: string, value: number): boolean {
  return Math.fround(Number(text)) === value;
}
