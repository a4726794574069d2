/**
 * Numbers as text for people: rounded, with a unit or a noun. Text that must read back to the same bits is in
 * `decimals`.
 */

/**
 * Four significant digits for the panel: `0.4312`, `12.5`, `1.204e-9`, `not a number`; small integers keep
 * all digits.
 */
export function number(value: number, digits = 4): string {
  if (Number.isNaN(value)) {
    return 'not a number';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'infinite' : '-infinite';
  }
  if (value === 0) {
    return '0';
  }
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) {
    return String(value);
  }
  const rounded = Number(value.toPrecision(digits));
  return size >= 1e5 || size < 1e-3 ? exponential(rounded) : String(rounded);
}

/** Returns a number with its sign, for quantities whose direction matters. */
export function signed(value: number, digits = 4): string {
  return value > 0 ? `+${number(value, digits)}` : number(value, digits);
}

/** `0.9123 + 0.3671i`; a real number where the imaginary part is zero. */
export function complex(re: number, im: number): string {
  if (im === 0) {
    return number(re);
  }
  return `${number(re)} ${im < 0 ? '-' : '+'} ${number(Math.abs(im))}i`;
}

/**
 * Significant digits in JavaScript's notation, for sentences and the command line: `0.0123`, `123000`,
 * `1.2e-7`.
 */
export function significant(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}

/**
 * Two numbers that are compared in a sentence, with as many digits as it takes to show the difference, from
 * three on: `1.103` and `1.098`; equal numbers have three.
 */
export function apart(one: number, other: number, digits = 3): readonly [string, string] {
  const texts = [significant(one, digits), significant(other, digits)] as const;
  return texts[0] !== texts[1] || one === other || digits === 12 ? texts : apart(one, other, digits + 1);
}

/**
 * Significant digits, with powers of ten where a decimal would not fit a line: `0.0123`, `1.2e-7`, `1.23e7`.
 */
export function compact(value: number, digits = 3): string {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? exponential(rounded) : String(rounded);
}

/**
 * Three significant digits, trailing zeros included, so that a column of measurements is even: `1234`,
 * `12.0`, `0.123`.
 */
export function measurement(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Four significant digits in typeset form, for hovers and the debugger: `−0.4312`, `1.2·10⁻⁹`, `∞`. */
export function typeset(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'undefined' : `${value < 0 ? '−' : ''}∞`;
  }
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e5 || size < 1e-3)
      ? value
          .toExponential(2)
          .replace('e+', 'e')
          .replace(/e(-?\d+)/, (_, exponent) => `·10${superscript(exponent)}`)
      : significant(value, 4);
  return text.replace('-', '−');
}

// The format is made once, because making one takes longer than writing a hundred numbers.
const grouped = new Intl.NumberFormat('en-US');

/** `12,480` */
export function count(value: number): string {
  return grouped.format(value);
}

/** `1 unit`, `1,485 units` */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/**
 * `1 step`, `1485 steps`, `4.65 steps`, for sentences: a count keeps all its digits, and nothing groups them.
 */
export function quantity(value: number, noun: string): string {
  return `${Number.isInteger(value) ? value : significant(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `31 %`; never `0 %` or `100 %` for a share that is not exactly 0 or 1. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 1) {
    return '<1 %';
  }
  if (value > 99 && value < 100) {
    return '>99 %';
  }
  return wholePercent(share);
}

/** `42 %`; a share below 1 % has one digit: `0.4 %`. */
export function smallPercent(share: number): string {
  const value = 100 * share;
  return value >= 1 || value === 0 ? wholePercent(share) : `${significant(value, 1)} %`;
}

/** `42 %`, rounded to the nearest percent. */
export function wholePercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** `12.1 MB`, in powers of 1000. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** `12.0`, without its unit, for lines that state the unit once: `12.0 of 100.0 MB`. */
export function megabytes(value: number, decimals: number): string {
  return (value / 1e6).toFixed(decimals);
}

/** `1.25`, without its unit. */
export function gigabytes(value: number, decimals: number): string {
  return (value / 1e9).toFixed(decimals);
}

/** `1.204e-9`, without the plus of `e+9`. */
function exponential(value: number): string {
  return value.toExponential().replace('e+', 'e');
}

function superscript(exponent: string): string {
  return [...exponent].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');
}
