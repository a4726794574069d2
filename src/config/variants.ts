/** Variants of a config's text: with some keys changed, and the ones to be compared. */
import { findNodeAtLocation, getNodeValue, parseTree } from 'jsonc-parser';
import { cellNames } from '../notation/cells';
import { editConfig, type KeyEdit, type TextEdit } from './edit';

export interface Variant {
  readonly label: string;
  /** Text of the whole config. */
  readonly text: string;
}

/** The text with some keys changed; comments and formatting stay. */
export function withEdits(text: string, edits: readonly KeyEdit[]): string {
  return edits.reduce((edited, { key, value }) => apply(edited, editConfig(edited, key, value)), text);
}

/** The single replacement that turns `before` into `after`. */
export function replacementOf(before: string, after: string): TextEdit {
  const longest = Math.min(before.length, after.length);
  let start = 0;
  while (start < longest && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < longest - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
  }
  return {
    offset: start,
    length: before.length - end - start,
    content: after.slice(start, after.length - end),
  };
}

/** Keys that only one cell has. */
const ownKeys = [
  { cell: 'rnn', key: ['model', 'activation'] },
  { cell: 'gru', key: ['model', 'variant'] },
  { cell: 'lstm', key: ['model', 'init', 'forgetBias'] },
] as const;

/**
 * The variants that the config's `compare` lists; without it the three cells, with everything else unchanged.
 * A key that applies to another cell only is left out. Each text is a config that may have problems of its
 * own.
 */
export function comparedVariants(text: string): readonly Variant[] {
  const bare = withEdits(text, [{ key: ['compare'], value: null }]);
  const entries = listed(text);
  if (entries.length === 0) {
    return cellNames.map((cell) => ({ label: cell, text: withCell(bare, cell) }));
  }
  return entries.map((entry, n) => {
    const edits = leaves(entry);
    const cell = edits.find(({ key }) => key.join('.') === 'model.cell')?.value;
    const start = typeof cell === 'string' ? withCell(bare, cell) : bare;
    const label = property(entry, 'label');
    return {
      label: typeof label === 'string' ? label : (wordsOf(edits) ?? `variant ${n + 1}`),
      text: withEdits(start, edits),
    };
  });
}

function withCell(text: string, cell: string): string {
  const foreign = ownKeys.filter((own) => own.cell !== cell).map(({ key }) => ({ key, value: null }));
  return withEdits(text, [...foreign, { key: ['model', 'cell'], value: cell }]);
}

function listed(text: string): readonly object[] {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, ['compare']);
  const value: unknown = node && getNodeValue(node);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'object' && entry !== null) : [];
}

/** Every key that an entry sets, as an edit. */
function leaves(entry: object, path: readonly string[] = []): KeyEdit[] {
  return Object.entries(entry).flatMap(([name, value]): KeyEdit[] => {
    const key = [...path, name];
    if (isValue(value)) {
      return key.length === 1 ? [] : [{ key, value }];
    }
    return typeof value === 'object' && value !== null ? leaves(value, key) : [];
  });
}

/** `gru, hiddenSize 128`: the name of an entry without a label. */
function wordsOf(edits: readonly KeyEdit[]): string | undefined {
  const words = edits.map(({ key, value }) =>
    key.join('.') === 'model.cell'
      ? String(value)
      : `${key.at(-1) === 'name' ? key.at(-2) : key.at(-1)} ${Array.isArray(value) ? value.join(' ') : value}`,
  );
  return words.length > 0 ? words.join(', ') : undefined;
}

function isValue(value: unknown): value is KeyEdit['value'] {
  return (
    value === null ||
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number'))
  );
}

function property(of: object, name: string): unknown {
  return new Map<string, unknown>(Object.entries(of)).get(name);
}

function apply(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((left, right) => right.offset - left.offset)
    .reduce(
      (edited, { offset, length, content }) =>
        edited.slice(0, offset) + content + edited.slice(offset + length),
      text,
    );
}
