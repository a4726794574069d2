/**
 * Messages for the problems that the schema finds, in plain words: the value in the file, and the valid ones.
 */
import type * as z from 'zod';
import { meantText, nearest, suggestion } from './names';

type Issue = z.core.$ZodIssue;

export interface Message {
  readonly message: string;
  /** The path to underline; for an unknown key, that of the key itself. */
  readonly path: readonly (string | number)[];
  /** Whether to underline the key instead of its value. */
  readonly atKey: boolean;
  /** The key or value that was probably meant in the place of what is underlined. */
  readonly meant?: string;
}

/**
 * @param keysOf returns the valid keys of the object at a path
 * @param value the whole config as it was written
 */
export function describeIssue(
  issue: Issue,
  value: unknown,
  keysOf: (path: readonly (string | number)[]) => readonly string[],
): readonly Message[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const where = path.length > 0 ? dotted(path) : 'the config';
  if (issue.code === 'unrecognized_keys') {
    const valid = keysOf(path);
    return issue.keys.map((key) => {
      const { text, meant } = suggestion(key, valid);
      const message = `${dotted([...path, key])}: there is no such key${text}`;
      return { message, path: [...path, key], atKey: true, meant };
    });
  }
  const found = at(value, path);
  if (found === undefined && path.length > 0) {
    return [{ message: `${where}: is missing`, path, atKey: false }];
  }
  const meant = meantValue(issue, found);
  return [{ message: `${where}: ${complaint(issue, found)}${meantText(meant)}`, path, atKey: false, meant }];
}

function dotted(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i > 0 ? `.${part}` : part)).join('');
}

function complaint(issue: Issue, found: unknown): string {
  const shown = show(found);
  switch (issue.code) {
    case 'invalid_type':
      return `${shown} is not ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `${shown} is not one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? 'must not be empty'
        : `${shown} is too small; ${issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`} is valid`;
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `too long; at most ${issue.maximum}`
        : `${shown} is too large; ${issue.inclusive ? `${issue.maximum} or less` : `less than ${issue.maximum}`} is valid`;
    case 'invalid_union':
      return `${shown} is not valid here; ${unionHint(issue)}`;
    default:
      return `${shown} is not valid here`;
  }
}

/** The nearest of the values that a key may have. */
function meantValue(issue: Issue, found: unknown): string | undefined {
  return issue.code === 'invalid_value' && typeof found === 'string'
    ? nearest(found, issue.values.map(String))
    : undefined;
}

/** The alternatives of a union such as `"auto"` or a whole number. */
function unionHint(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const alternatives = issue.errors.flatMap(([first]) => {
    switch (first?.code) {
      case 'invalid_value':
        return first.values.map((value) => JSON.stringify(value));
      case 'invalid_type':
        // Wherever our schema allows a word or a number, the number is a whole one.
        return [
          first.expected === 'number' ? 'a whole number' : (typeNames[first.expected] ?? first.expected),
        ];
      case 'too_small':
        return [`a number of at least ${first.minimum}`];
      case 'too_big':
        return [`a number of at most ${first.maximum}`];
      default:
        return [];
    }
  });
  return `use ${[...new Set(alternatives)].join(' or ')}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  tuple: 'a list of two numbers',
  object: 'an object in { }',
  record: 'an object in { }',
};

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inside, part) =>
      typeof inside === 'object' && inside !== null
        ? new Map(Object.entries(inside)).get(String(part))
        : undefined,
    value,
  );
}
