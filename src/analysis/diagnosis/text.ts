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

/** `layer 0`, `layer 1 backward`, `decoder layer 0` of a layer's name in a trace. */
export function layerText(name: string): string {
  const decoder = name.startsWith('decoder.');
  const own = decoder ? name.slice('decoder.'.length) : name;
  const [number, direction] = own.slice(1).split('_');
  return `${decoder ? 'decoder ' : ''}layer ${number}${direction === undefined ? '' : ' backward'}`;
}
