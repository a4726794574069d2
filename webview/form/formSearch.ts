/** Search for settings in the form. Pure. */
import type { FormField, FormGroup } from '../../src/config/formTypes';

/**
 * Whether every word of the query begins a word of the setting's path, group or documentation, or is part of
 * its key: "rate" and "learning" both find `learningRate`.
 */
export function finds(query: string, field: FormField, group: FormGroup): boolean {
  const wanted = words(query);
  const path = field.path.join('.').toLowerCase();
  const said = words([...field.path.map(apart), group.name, field.description].join(' '));
  return wanted.every((word) => path.includes(word) || said.some((each) => each.startsWith(word)));
}

/** Splits a key into words: `learningRate` → `learning Rate`. */
function apart(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, '$1 $2');
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [];
}
