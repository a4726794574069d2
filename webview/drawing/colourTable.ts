/**
 * The colours of a scale, by the bits of a Float32. A logarithm for each pixel would take longer than
 * everything else, so a colour is computed once for all values that agree in their leading 16 bits. These
 * differ by at most a 256th, which is within two of the palette's 1025 colours. Pure.
 */
import { type Palette, paletteIndex } from './palette';
import type { Scale } from './scale';

const bits = new Int32Array(1);
const value = new Float32Array(bits.buffer);

export class ColourTable {
  /** Colours by the leading 16 bits; 0 until computed, which is not a colour, because colours are opaque. */
  private readonly colours = new Uint32Array(2 ** 16);
  private readonly zero: number;

  constructor(
    readonly scale: Scale,
    readonly palette: Palette,
  ) {
    this.zero = palette.colours[paletteIndex(scale.position(0))];
  }

  /** The colour of a value. @param float the bits of a Float32 */
  of(float: number): number {
    return this.colours[float >>> 16] || this.find(float);
  }

  private find(float: number): number {
    const exponent = (float >> 23) & 0xff;
    if (exponent === 0xff) {
      this.colours[float >>> 16] = this.palette.nonFinite;
      return this.palette.nonFinite;
    }
    if (exponent === 0) {
      // Zero, or a denormal number, whose leading bits are too coarse.
      return (float & 0x7fffffff) === 0 ? this.zero : this.at(float);
    }
    const colour = this.at((float & 0xffff0000) | 0x8000);
    this.colours[float >>> 16] = colour;
    return colour;
  }

  private at(float: number): number {
    bits[0] = float;
    return this.palette.colours[paletteIndex(this.scale.position(value[0]))];
  }
}
