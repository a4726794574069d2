/**
 * Colours for values. Blue for negative, orange for positive (distinguishable with every common kind of
 * colour blindness), the editor's background for zero. Pure; `theme` chooses the palette.
 */

/** Red, green, blue, 0 … 255. */
export type Rgb = readonly [number, number, number];
export type ThemeKind = 'dark' | 'light' | 'highContrastDark' | 'highContrastLight';

export interface Palette {
  /** `paletteSize` colours in the format of ImageData, for positions −1 … 1. */
  readonly colours: Uint32Array;
  /** Colour of NaN and infinite values. */
  readonly nonFinite: number;
}

/** Odd, so that zero has a colour of its own. */
export const paletteSize = 1025;

interface Ends {
  /** Colours from next to zero outwards. */
  readonly negative: readonly Rgb[];
  readonly positive: readonly Rgb[];
  readonly single: readonly Rgb[];
}

// Outwards the colours gain contrast against the background, in lightness as well as hue.
const ends: Record<ThemeKind, Ends> = {
  dark: {
    negative: [hex('#1d6fb8'), hex('#9bd3ff')],
    positive: [hex('#b8611a'), hex('#ffd08f')],
    single: [hex('#1c7f74'), hex('#a9f0df')],
  },
  light: {
    negative: [hex('#5aa0dc'), hex('#07315f')],
    positive: [hex('#ef9347'), hex('#6b2600')],
    single: [hex('#4fb3a5'), hex('#033b35')],
  },
  highContrastDark: {
    negative: [hex('#1f82d8'), hex('#b8e2ff')],
    positive: [hex('#d8701c'), hex('#ffe0b0')],
    single: [hex('#1f9a8b'), hex('#c4fff2')],
  },
  highContrastLight: {
    negative: [hex('#3f8ad0'), hex('#00214a')],
    positive: [hex('#dd7a25'), hex('#4f1b00')],
    single: [hex('#2f9a8b'), hex('#002a25')],
  },
};

/** Makes the palette of a kind of theme. @param background the colour of zero */
export function makePalette(
  kind: 'diverging' | 'sequential',
  theme: ThemeKind,
  background: Rgb,
  nonFinite: Rgb,
): Palette {
  const { negative, positive, single } = ends[theme];
  const up = kind === 'diverging' ? [background, ...positive] : [background, ...single];
  const down = kind === 'diverging' ? [background, ...negative] : [background];
  const colours = new Uint32Array(paletteSize);
  const half = (paletteSize - 1) / 2;
  for (let i = 0; i < paletteSize; i++) {
    const place = (i - half) / half;
    colours[i] = pack(along(place < 0 ? down : up, Math.abs(place)));
  }
  return { colours, nonFinite: pack(nonFinite) };
}

/** Index of a position −1 … 1 in `Palette.colours`. */
export function paletteIndex(position: number): number {
  return Math.round(((position + 1) / 2) * (paletteSize - 1));
}

/**
 * Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` and `rgba(…)`; undefined for anything else. Alpha is left
 * out.
 */
export function parseColour(text: string): Rgb | undefined {
  const trimmed = text.trim();
  if (/^#([\da-f]{3}|[\da-f]{6}|[\da-f]{8})$/i.test(trimmed)) {
    return hex(trimmed);
  }
  const parts = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(trimmed);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : undefined;
}

function hex(text: string): Rgb {
  const digits = text.slice(1);
  const wide = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const channel = (at: number) => Number.parseInt(wide.slice(at, at + 2), 16);
  return [channel(0), channel(2), channel(4)];
}

/** Packs a colour as little-endian RGBA: every platform of VS Code is little-endian. */
function pack([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** The colour at a position 0 … 1 along equidistant stops. */
function along(stops: readonly Rgb[], place: number): Rgb {
  if (stops.length === 1) {
    return stops[0];
  }
  const at = place * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(at));
  const from = toOklab(stops[index]);
  const to = toOklab(stops[index + 1]);
  const share = at - index;
  return fromOklab([mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)]);
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

// Equal steps in Oklab look equal (Ottosson, "A perceptual color space for image processing", 2020).
function toOklab(colour: Rgb): Rgb {
  const [r, g, b] = [linear(colour[0]), linear(colour[1]), linear(colour[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Rgb): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function encoded(light: number): number {
  const c = Math.min(1, Math.max(0, light));
  return Math.round(255 * (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055));
}
