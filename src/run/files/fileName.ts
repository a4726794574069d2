/** File names made from names that a person or a page has given. Pure. */

const unsafe = /[^\p{L}\p{N}._-]+/gu;
/** Largest length, in letters of up to 4 bytes: well below the limits of file systems. */
const longest = 60;

/** A name without an extension; never a path, never hidden, never empty. */
export function safeFileName(name: string): string {
  const letters = [...name.replaceAll(unsafe, '-').replace(/^[-.]+/, '')].slice(0, longest).join('');
  return letters.replace(/[-.]+$/, '') || 'picture';
}
