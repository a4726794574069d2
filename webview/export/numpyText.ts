/** A tensor as text that can be pasted into Python. Pure. */
import { singleDecimal } from '../../src/notation/decimals';

/** Most values that are pasted; a larger tensor is loaded from its file instead. */
export const mostPasted = 20_000;

/**
 * Writes a comment and an assignment, with a row of the tensor on each line.
 * @param name of the tensor, such as `l0.h`
 * @param about origin of the tensor, for the comment
 * @param values row-major, `rows·size`
 */
export function numpyText(
  name: string,
  about: string,
  values: Float32Array,
  [rows, size]: readonly [rows: number, size: number],
): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * size, (row + 1) * size), pythonNumber).join(', '),
  );
  return [
    `# ${name}, float32 [${rows}, ${size}]: ${about.replace(/\s+/g, ' ')}`,
    `${variable(name)} = np.array([`,
    ...lines.map((line) => `    ${line},`),
    `], dtype=np.float32).reshape(${rows}, ${size})`,
    '',
  ].join('\n');
}

function pythonNumber(value: number): string {
  if (Number.isNaN(value)) {
    return 'np.nan';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'np.inf' : '-np.inf';
  }
  // Python's integers have no −0.
  return Object.is(value, -0) ? '-0.0' : singleDecimal(value);
}

/** Turns a name into a valid Python identifier. */
function variable(name: string): string {
  const plain = name.replace(/\W+/g, '_');
  return /^\d/.test(plain) ? `_${plain}` : plain;
}
