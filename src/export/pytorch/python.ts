/** Lines of Python. Text from a run stands only in comments, as code never contains it. */

/** Most columns of a comment, where its words allow it. */
const width = 110;

/** Comment lines, broken at spaces; control characters, some of which end a line, become spaces. */
export function comment(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => wrapped(line.replace(/\p{Cc}/gu, ' ')))
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
}

export function indented(spaces: number, lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(spaces) + line)).join('\n');
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + word.length + 3 > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
  }
  return lines;
}
