/** SVG elements as text. Pure. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Writes an element; undefined attributes are omitted. @param content markup, not text */
export function element(name: string, attributes: Attributes, content?: string): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${typeof value === 'number' ? coordinate(value) : escaped(value)}"`],
  );
  return content === undefined
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${content}</${name}>`;
}

/** Escapes text for use between tags or within quotes; characters that XML 1.0 does not allow become `�`. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cs}\ufffe\uffff]|[^\P{Cc}\t\n\r]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Writes a coordinate, rounded to a hundredth. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}

/** Converts a CSS colour to a form that every SVG reader supports, and its opacity. */
export function paintOf(colour: string): { readonly colour: string; readonly opacity: number } {
  const space = /^color\(srgb ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)(?: \/ ([\d.e+-]+))?\)$/.exec(colour);
  if (space) {
    const channels = space.slice(1, 4).map((share) => Math.round(255 * Number(share)));
    return { colour: `rgb(${channels.join(',')})`, opacity: Number(space[4] ?? 1) };
  }
  const rgba = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(colour);
  return rgba
    ? { colour: `rgb(${rgba.slice(1, 4).join(',')})`, opacity: Number(rgba[4]) }
    : { colour, opacity: 1 };
}

/** Splits a CSS `font` value into SVG attributes. */
export function fontAttributes(font: string): Attributes {
  const [, before = '', size = '10', family = 'sans-serif'] = /^(.*?)\s*([\d.]+)px\s+(.*)$/.exec(font) ?? [];
  const weight = /\b(bold|[1-9]00)\b/.exec(before)?.[1];
  return {
    'font-family': family,
    'font-size': size,
    'font-weight': weight === '400' ? undefined : weight,
    'font-style': before.includes('italic') ? 'italic' : undefined,
  };
}
