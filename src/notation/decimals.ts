/** Numbers as decimals that read back to the same bits. */
import { number } from './numbers';

/** Number of significant digits that are enough for any Float32. */
const mostDigits = 9;

/**
 * Returns the shortest decimal that is this Float32 and no other, for the panel: no digit is lost and none is
 * invented.
 */
export function exact(value: number): string {
  const digits = digitsOf(value);
  return number(Number(value.toPrecision(digits)), digits);
}

/**
 * Returns the shortest decimal that reads back to the same Float32, for a state or a weight in the debugger.
 * A number that was computed from such values gets nine digits, which is more than its precision.
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

/**
 * Returns the shortest decimal that reads back to this Float32, even if it is parsed as a Float64 first;
 * quick, for millions of numbers in a file.
 */
export function singleDecimal(value: number): string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  if (!Number.isFinite(value)) {
    return String(value);
  }
  // Nearly all numbers need 7 to 9 digits; 6 digits show whether this one is shorter.
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

/** Returns the shortest decimal that reads back to this Float64. */
export function doubleDecimal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * Returns the fewest significant digits that distinguish a Float32 from all others; `mostDigits` for any
 * other number.
 */
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
