/** Lines of Python. Text from a run stands only in comments, as code never contains it. */

/** Comment lines; whatever could end a line is left out. */
export function comment(text: string): string {
  return text
    .split('\n')
    .map((line) => `# ${line.replace(/\p{Cc}/gu, ' ')}`.trimEnd())
    .join('\n');
}

export function indented(spaces: number, lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(spaces) + line)).join('\n');
}
