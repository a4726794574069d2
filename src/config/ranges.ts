/** Positions of keys and values in a config's text. */
import { findNodeAtLocation, getLocation, type Node, parseTree } from 'jsonc-parser';

/** Keys and indices from the root: `['training', 'optimizer', 'learningRate']`. */
export type Path = readonly (string | number)[];

export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

const options = { allowTrailingComma: true, disallowComments: false } as const;

/**
 * The range of the value at a path; where there is none, of the nearest enclosing value that exists, else the
 * whole text.
 */
export function rangeOf(text: string, path: Path): TextRange {
  const root = parseTree(text, [], options);
  return root ? rangeIn(root, path) : { offset: 0, length: text.length };
}

/**
 * Does the same as `rangeOf` in a parsed text. For an enclosing object it returns the range of its key, else
 * of its opening brace, not the object's whole extent.
 */
export function rangeIn(root: Node, path: Path): TextRange {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node) {
      return depth === path.length ? node : (keyOf(node) ?? { offset: node.offset, length: 1 });
    }
  }
  return { offset: root.offset, length: 1 };
}

/**
 * The range of the key (with its quotes) of the property at a path; where there is none, the result of
 * `rangeIn`.
 */
export function keyRangeIn(root: Node, path: Path): TextRange {
  const node = findNodeAtLocation(root, [...path]);
  return (node && keyOf(node)) ?? rangeIn(root, path);
}

/** The path of the key or value at an offset. */
export function pathAt(text: string, offset: number): Path {
  return getLocation(text, offset).path;
}

/** `line 3, column 14`, both from 1. */
export function positionOf(text: string, offset: number): string {
  const { line, column } = positionIn(text, offset);
  return `line ${line}, column ${column}`;
}

/** Line and column of an offset, both from 1. */
export function positionIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

function keyOf(node: Node): TextRange | undefined {
  const [key] = node.parent?.type === 'property' ? (node.parent.children ?? []) : [];
  return key;
}
