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
export interface Suggestion {
  /** `; did you mean "window"?`, or the list of what there is. */
  readonly text: string;
  /** The name that was probably meant. */
  readonly meant?: string;
}

export function suggestion(written: string, valid: readonly string[]): Suggestion {
  const meant = nearest(written, valid);
  if (meant !== undefined) {
    return { text: meantText(meant), meant };
  }
  return { text: valid.length === 0 ? '' : `; valid: ${valid.join(', ')}` };
}

/** `; did you mean "window"?`; empty where nothing is near. */
export function meantText(meant: string | undefined): string {
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}
