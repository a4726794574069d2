/**
 * Conversion between the value of a form field and its text; typed text is checked before it is sent. Pure.
 */
import type { FormField, FormValue, NumberLimits } from '../../src/config/formTypes';
import { listText, parseList } from './listText';

/** A value for the config; null leaves the key out. */
export type Typed = { readonly value: FormValue | null } | { readonly problem: string };

/** Returns the text in the field; empty where the file does not set it. */
export function fieldText({ value, set }: Pick<FormField, 'value' | 'set'>): string {
  return set && value !== undefined ? valueText(value) : '';
}

export function valueText(value: FormValue): string {
  return typeof value === 'object' ? listText(value) : String(value);
}

/** Returns the placeholder of an empty field. */
export function placeholderOf({ default: byDefault, unset }: Pick<FormField, 'default' | 'unset'>): string {
  return byDefault === undefined ? unset : valueText(byDefault);
}

export function readField({ kind, required }: Pick<FormField, 'kind' | 'required'>, text: string): Typed {
  const trimmed = text.trim();
  if (trimmed === '') {
    return required ? { problem: 'This setting has no default and must not be empty.' } : { value: null };
  }
  switch (kind.type) {
    case 'number':
      return kind.words.includes(trimmed) ? { value: trimmed } : readNumber(trimmed, kind, kind.words);
    case 'list':
      return readList(text, kind);
    default:
      return { value: text };
  }
}

function readNumber(text: string, limits: NumberLimits, words: readonly string[] = []): Typed {
  const value = Number(text);
  const valid = [...words.map((word) => `"${word}"`), limitsText(limits)].join(' or ');
  if (!Number.isFinite(value)) {
    return { problem: `"${text}" is not a number; valid: ${valid}.` };
  }
  if (limits.integer && !Number.isInteger(value)) {
    return { problem: `${text} is not a whole number; valid: ${valid}.` };
  }
  const { minimum, maximum, above, below } = limits;
  const tooSmall = (minimum !== undefined && value < minimum) || (above !== undefined && value <= above);
  const tooLarge = (maximum !== undefined && value > maximum) || (below !== undefined && value >= below);
  return tooSmall || tooLarge
    ? { problem: `${text} is too ${tooSmall ? 'small' : 'large'}; valid: ${valid}.` }
    : { value };
}

function readList(text: string, kind: Extract<FormField['kind'], { type: 'list' }>): Typed {
  const parts = parseList(text);
  const { of, fewest, most } = kind;
  if (parts.length < fewest || (most !== undefined && parts.length > most)) {
    return { problem: `${parts.length} given; valid: ${lengthText(kind)}, separated by commas.` };
  }
  if (of === 'text') {
    return { value: parts };
  }
  const values: number[] = [];
  for (const part of parts) {
    const read = readNumber(part, of);
    if ('problem' in read) {
      return read;
    }
    values.push(Number(read.value));
  }
  return { value: values };
}

function lengthText({ fewest, most }: { readonly fewest: number; readonly most?: number }): string {
  if (most === undefined) {
    return `${fewest} or more`;
  }
  return fewest === most ? `${fewest} values` : `${fewest} to ${most} values`;
}

/** Describes the limits: `a whole number from 1 to 4096`, `a number above 0, at most 100`. */
export function limitsText({ integer, minimum, maximum, above, below }: NumberLimits): string {
  const what = integer ? 'a whole number' : 'a number';
  if (minimum !== undefined && maximum !== undefined) {
    return `${what} from ${minimum} to ${maximum}`;
  }
  const limits = [
    minimum === undefined ? '' : `at least ${minimum}`,
    above === undefined ? '' : `above ${above}`,
    maximum === undefined ? '' : `at most ${maximum}`,
    below === undefined ? '' : `below ${below}`,
  ].filter((limit) => limit !== '');
  return limits.length > 0 ? `${what} ${limits.join(', ')}` : what;
}

/** Returns sentences that state which values a field takes and its default. */
export function factsOf(field: FormField): readonly string[] {
  const { kind, required, unset, needs } = field;
  const byDefault = field.default === undefined ? unset : valueText(field.default);
  const takes = takesText(kind);
  return [
    ...(needs === undefined ? [] : [`Applies only ${needs}.`]),
    ...(takes === undefined ? [] : [`Takes ${takes}.`]),
    required ? 'Required.' : `Default: ${byDefault === '' ? 'none' : byDefault}.`,
  ];
}

/**
 * Describes the text that may be typed; undefined for a field that is not a text field or accepts any text.
 */
export function takesText(kind: FormField['kind']): string | undefined {
  switch (kind.type) {
    case 'number':
      return [...kind.words.map((word) => `"${word}"`), limitsText(kind)].join(' or ');
    case 'list':
      return kind.of === 'text'
        ? 'names separated by commas'
        : `${lengthText(kind)} separated by commas, each ${limitsText(kind.of)}`;
    default:
      return undefined;
  }
}
