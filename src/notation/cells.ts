/** The recurrent cells by name, and their gates: letters, order, and names in text. */

export const cellNames = ['rnn', 'lstm', 'gru'] as const;
export type CellName = (typeof cellNames)[number];

/**
 * Letters of the H-row blocks of a cell's weights, in PyTorch's order. The single block of an RNN, which has
 * no gates, has an empty letter. A letter means the same gate in every cell, and no two cells give it
 * different places.
 */
export const gateBlocks: Readonly<Record<CellName, readonly string[]>> = {
  rnn: [''],
  lstm: ['i', 'f', 'g', 'o'],
  gru: ['r', 'z', 'n'],
};

/** The gate that decides how much of the state a step keeps; null for an RNN, which has none. */
export const carryGate = { rnn: null, lstm: 'f', gru: 'z' } as const satisfies Record<
  CellName,
  string | null
>;

/** Returns the blocks of a cell that are gates: all blocks, except in an RNN, which has no gates. */
export function gateLetters(cell: CellName): readonly string[] {
  return gateBlocks[cell].filter((letter) => letter !== '');
}

/**
 * Whether a gate is a candidate. Candidates are a tanh and lie in −1 … 1; all other gates are a σ and lie in
 * 0 … 1.
 */
export function isCandidate(letter: string): boolean {
  return candidates.has(letter);
}

/**
 * Returns the letters of the cell that has such a gate, and its index among them; undefined where no cell has
 * it.
 */
export function blockOfGate(
  letter: string,
): { readonly index: number; readonly letters: readonly string[] } | undefined {
  const letters = cellNames.map(gateLetters).find((all) => all.includes(letter));
  return letters && { index: letters.indexOf(letter), letters };
}

/** `forget gate f`, `candidate C̃` */
export function gateText(letter: string): string {
  return names.get(letter) ?? `gate ${letter}`;
}

/** `Forget gate f`, for headings. */
export function gateTitle(letter: string): string {
  const text = gateText(letter);
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

const candidates = new Set(['g', 'n']);

const names = new Map([
  ['i', 'input gate i'],
  ['f', 'forget gate f'],
  ['g', 'candidate C̃'],
  ['o', 'output gate o'],
  ['r', 'reset gate r'],
  ['z', 'update gate z'],
  ['n', 'candidate h̃'],
]);
