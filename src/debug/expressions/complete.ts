/** Completions: the names and functions that may stand at the caret. */
import { functionNames } from './functions';
import type { Names } from './names';

export interface Completion {
  /** The name that is shown, and the text that is inserted. */
  readonly label: string;
  readonly type: 'variable' | 'function';
  /** The part of the text that it replaces: the letters before the caret. */
  readonly start: number;
  readonly length: number;
}

/**
 * Names and functions that begin with the letters before the caret; all of them where there are no letters.
 */
export function complete(text: string, caret: number, names: Names): Completion[] {
  const before = text.slice(0, caret);
  const [written] = /[\w$.\u0080-\uffff]*$/.exec(before) ?? [''];
  if (/^[\d.]/.test(written) || isInString(before)) {
    return [];
  }
  const replaced = { start: before.length - written.length, length: written.length };
  const goesOn = (label: string) => label.toLowerCase().startsWith(written.toLowerCase());
  return [
    ...names
      .list()
      .filter(goesOn)
      .map((label): Completion => ({ label, type: 'variable', ...replaced })),
    ...functionNames.filter(goesOn).map((label): Completion => ({ label, type: 'function', ...replaced })),
  ];
}

function isInString(before: string): boolean {
  return /["']/.test(before.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs, ''));
}
