import assert from 'node:assert/strict';
import {
  makePalette,
  paletteIndex,
  paletteSize,
  parseColour,
  type Rgb,
  type ThemeKind,
} from '../../../../webview/drawing/palette';

const themes: readonly (readonly [ThemeKind, Rgb])[] = [
  ['dark', [31, 31, 31]],
  ['light', [255, 255, 255]],
  ['highContrastDark', [0, 0, 0]],
  ['highContrastLight', [255, 255, 255]],
];

describe('a palette', () => {
  for (const [theme, background] of themes) {
    it(`${theme}: zero is the background, and contrast with it only grows outwards on both sides`, () => {
      const { colours } = makePalette('diverging', theme, background, [255, 0, 0]);
      const middle = (paletteSize - 1) / 2;
      assert.deepEqual(unpack(colours[middle]), background);
      for (const direction of [-1, 1]) {
        let contrast = 1;
        for (let i = middle; i >= 0 && i < paletteSize; i += direction * 32) {
          const now = contrastOf(unpack(colours[i]), background);
          assert.ok(now >= contrast - 0.02, `contrast falls from ${contrast} to ${now} at ${i}`);
          contrast = now;
        }
        assert.ok(contrast > 7, `the end of ${theme} has contrast ${contrast} only`);
      }
    });

    it(`${theme}: positive and negative differ for people who cannot distinguish red from green`, () => {
      const { colours } = makePalette('diverging', theme, background, [255, 0, 0]);
      for (const size of [0.3, 0.6, 1]) {
        const [, , blueOfPositive] = unpack(colours[paletteIndex(size)]);
        const [, , blueOfNegative] = unpack(colours[paletteIndex(-size)]);
        assert.ok(
          blueOfNegative - blueOfPositive > 20,
          `blue ${blueOfNegative} against ${blueOfPositive} at ${size}`,
        );
      }
    });
  }

  it('reads the colours that themes are written in', () => {
    assert.deepEqual(parseColour(' #1f1f1f'), [31, 31, 31]);
    assert.deepEqual(parseColour('#fff'), [255, 255, 255]);
    assert.deepEqual(parseColour('#bb800966'), [187, 128, 9]);
    assert.deepEqual(parseColour('rgba(0, 120, 212, 0.5)'), [0, 120, 212]);
    assert.equal(parseColour('transparent'), undefined);
  });
});

function unpack(colour: number): Rgb {
  return [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
}

/** WCAG 2.2's contrast ratio. */
function contrastOf(one: Rgb, other: Rgb): number {
  const light = (colour: Rgb) => {
    const [r, g, b] = colour.map((channel) => {
      const c = channel / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
