/** Names of files that are made of what a person or a page has called something. Pure. */

const unsafe = /[^\p{L}\p{N}._-]+/gu;
/** Well below what file systems allow, in letters of up to 4 bytes. */
const longest = 60;

/** Without an ending; never a path, never hidden, never empty. */
export function safeFileName(name: string): string {
  const letters = [...name.replaceAll(unsafe, '-').replace(/^[-.]+/, '')].slice(0, longest).join('');
  return letters.replace(/[-.]+$/, '') || 'picture';
}
