/**
 * Lists in text fields: values are separated by commas; a value with a comma or a quote stands in double
 * quotes. Pure.
 */

export function listText(values: readonly (string | number)[]): string {
  return values
    .map((value) =>
      /[",]|^\s|\s$/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value),
    )
    .join(', ');
}

/** Parses the text of a list; empty parts are left out. */
export function parseList(text: string): readonly string[] {
  const values: string[] = [];
  for (const part of text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)) {
    const value = part[1] === undefined ? (part[2] ?? '').trim() : part[1].replaceAll('""', '"');
    if (value !== '') {
      values.push(value);
    }
  }
  return values;
}
