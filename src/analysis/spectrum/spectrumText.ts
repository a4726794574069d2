/** Spectra in words: numbers and paces, for hovers and the command line. */

/** Four significant digits, powers of ten from 10⁵ on, and ∞. */
export function numberText(value: number): string {
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
      : String(Number(value.toPrecision(4)));
  return text.replace('-', '−');
}

/** `0.91 ± 0.12i` of a complex pair, `−0.4` of a real eigenvalue. */
export function eigenvalueText([re, im]: readonly [number, number]): string {
  return im === 0 ? numberText(re) : `${numberText(re)} ± ${numberText(Math.abs(im))}i`;
}

/**
 * What happens to a gradient that goes back along a mode of modulus |λ|: half-life ln ½/ln|λ| or doubling time
 * ln 2/ln|λ|, in steps.
 */
export function paceText(modulus: number): string {
  if (modulus === 0) {
    return 'is gone after one step';
  }
  const rate = Math.log(modulus);
  if (Math.abs(rate) < 1e-6) {
    return 'keeps its size';
  }
  const steps = Math.LN2 / Math.abs(rate);
  return `${rate < 0 ? 'halves' : 'doubles'} every ${numberText(Number(steps.toPrecision(3)))} steps`;
}

function superscript(exponent: string): string {
  return [...exponent].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');
}
