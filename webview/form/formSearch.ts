/** Which settings a search finds. Pure. */
import type { FormField, FormGroup } from '../../src/config/formTypes';

/**
 * Every word of the query must be the beginning of a word of the setting's path, group or documentation, or stand inside
 * its key: "rate" and "learning" both find `learningRate`.
 */
export function finds(query: string, field: FormField, group: FormGroup): boolean {
  const wanted = words(query);
  const path = field.path.join('.').toLowerCase();
  const said = words([...field.path.map(apart), group.name, field.description].join(' '));
  return wanted.every((word) => path.includes(word) || said.some((each) => each.startsWith(word)));
}

/** `learningRate` → `learning Rate` */
function apart(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, '$1 $2');
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [];
}
