/** Parts of Markdown pages that a command writes, each between two comments that name it. */

/**
 * Replaces a part of a page.
 * @param page the text of the page
 * @param file name of the page in an error
 * @param source source of the part, shown to readers of the page's text
 * @throws Error when the page does not hold the comments exactly once
 */
export function withPart(page: string, file: string, name: string, source: string, part: string): string {
  const start = `<!-- ${name}: written by npm run docs from ${source} -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest, ...more] = page.split(start);
  const after = rest?.split(end);
  if (before === undefined || after?.length !== 2 || more.length > 0) {
    throw new Error(`${file} has to hold this once, with the table between: ${start}${end}`);
  }
  return `${before}${start}\n\n${part}\n\n${end}${after[1]}`;
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
