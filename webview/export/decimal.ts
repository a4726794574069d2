/** Numbers as decimals that read back to the same bits. Pure. */

/** The shortest decimal that reads back to this Float32, also by way of a Float64. */
export function singleDecimal(value: number): string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  if (!Number.isFinite(value)) {
    return String(value);
  }
  // Nearly all need 7 to 9 digits; what is shorter shows at 6.
  if (isSame(value.toPrecision(6), value)) {
    for (let digits = 1; digits < 6; digits++) {
      const text = value.toPrecision(digits);
      if (isSame(text, value)) {
        return String(Number(text));
      }
    }
    return String(Number(value.toPrecision(6)));
  }
  for (let digits = 7; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (isSame(text, value)) {
      return text;
    }
  }
  return value.toPrecision(9);
}

/** The shortest decimal that reads back to this Float64. */
export function doubleDecimal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function isSame(text: string, value: number): boolean {
  return Math.fround(Number(text)) === value;
}
