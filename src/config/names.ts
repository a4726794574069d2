/** Suggestions for misspelt names: the nearest valid name, or the list of valid ones. */
import { distance } from 'fastest-levenshtein';

/** The valid name nearest to the written one, if it is near enough to be what was meant. */
export function nearest(written: string, valid: readonly string[]): string | undefined {
  const [best] = valid
    .map((name) => ({ name, edits: distance(written.toLowerCase(), name.toLowerCase()) }))
    // A name that shares no character is no suggestion, however short.
    .filter(({ name, edits }) => edits < Math.max(name.length, written.length))
    .filter(({ name, edits }) => edits <= Math.max(2, Math.floor(name.length / 3)))
    .sort((left, right) => left.edits - right.edits);
  return best?.name;
}

/** `; did you mean "window"?`, or the list of valid names. */
export function suggestion(written: string, valid: readonly string[]): string {
  const near = nearest(written, valid);
  if (near !== undefined) {
    return `; did you mean "${near}"?`;
  }
  return valid.length === 0 ? '' : `; valid: ${valid.join(', ')}`;
}
