/** Numbers in the sentences of findings. */

/** Three digits: `0.0123`, `1.2e-7`. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** `42 %`, and of small shares the digits that tell: `0.4 %`. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value >= 1 || value === 0 ? Math.round(value) : Number(value.toPrecision(1))} %`;
}

/** `1 step`, `1485 steps`, `4.65 steps`: what was counted keeps all its digits. */
export function count(number: number, word: string): string {
  return `${Number.isInteger(number) ? number : plain(number)} ${word}${number === 1 ? '' : 's'}`;
}
