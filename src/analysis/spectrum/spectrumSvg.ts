/** Draws a spectrum on the unit circle as SVG text, for hovers, which can show images but no pages. */
import type { Spectrum } from './spectrum';

export interface SpectrumSvgOptions {
  /** Width and height in CSS pixels. */
  readonly size: number;
  readonly dark: boolean;
}

/**
 * Most eigenvalues that are drawn: further ones, the smallest, would lie on top of each other near the
 * origin.
 */
const mostDrawn = 256;

/**
 * The drawing: the unit circle, the axes, and each eigenvalue as a dot. The mode of a dot inside the circle
 * dies out; that of a dot outside (in the other colour) grows. The scale is such that the circle and the
 * largest eigenvalue fit.
 */
export function spectrumSvg(spectrum: Spectrum, { size, dark }: SpectrumSvgOptions): string {
  const reach = Math.max(1, spectrum.spectralRadius) * 1.12;
  const middle = size / 2;
  const at = (value: number) => round((value / reach) * middle);
  const ink = dark ? '#8b8b8b' : '#767676';
  const inside = dark ? '#6cb6ff' : '#0062b1';
  const outside = dark ? '#ffab5e' : '#b85000';
  const radius = round(Math.max(1.2, size / 60));
  const dots = spectrum.eigenvalues.slice(0, mostDrawn).map(([re, im]) => {
    const colour = Math.hypot(re, im) > 1 ? outside : inside;
    return `<circle cx="${at(re)}" cy="${at(-im)}" r="${radius}" fill="${colour}" fill-opacity=".85"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${-middle} ${-middle} ${size} ${size}">`,
    `<path d="M${-middle} 0H${middle}M0 ${-middle}V${middle}" stroke="${ink}" stroke-opacity=".5" stroke-width=".6"/>`,
    `<circle r="${at(1)}" fill="none" stroke="${ink}" stroke-width="1"/>`,
    ...dots,
    '</svg>',
  ].join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
