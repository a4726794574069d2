/** Curve as small as a word: `▇▅▃▂▁`. */

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Returns one block for each of at most `width` stretches of the values, with the lowest block for the least.
 * Values that are all positive are drawn on a log scale, because losses fall by orders of magnitude. The
 * result is empty if there are fewer than two values to compare.
 * @param values finite
 */
export function sparkLine(values: readonly number[], width = 8): string {
  if (values.length < 2) {
    return '';
  }
  const means = stretches(values, Math.min(width, values.length));
  const heights = means.every((mean) => mean > 0) ? means.map(Math.log) : means;
  const lowest = Math.min(...heights);
  const range = Math.max(...heights) - lowest;
  return heights
    .map((height) => blocks[range > 0 ? Math.round((7 * (height - lowest)) / range) : 0])
    .join('');
}

/** Returns the means over `count` stretches of nearly equal length, none of them empty. */
function stretches(values: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, s) => {
    const part = values.slice(
      Math.floor((s * values.length) / count),
      Math.floor(((s + 1) * values.length) / count),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
