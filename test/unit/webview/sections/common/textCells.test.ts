import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makePalette, type ThemeKind } from '../../../../../webview/drawing/palette';
import {
  inkOn,
  isHit,
  isText,
  textWindow,
  topClasses,
} from '../../../../../webview/sections/common/textCells';

describe('the text view', () => {
  it('shows steps of one character as a text, but not dates or words', () => {
    assert.ok(isText(['a', ' ', '⏎', '😀', '']));
    assert.ok(!isText(['2015-04-02', '2015-04-03']));
    assert.ok(!isText([]) && !isText(['', '']));
  });

  it('shows the cursor on a page that does not move, within the visible part', () => {
    const some = fc.record({
      steps: fc.integer({ min: 1, max: 500 }),
      from: fc.nat(499),
      span: fc.integer({ min: 1, max: 500 }),
      cursor: fc.nat(499),
    });
    fc.assert(
      fc.property(some, ({ steps, from, span, cursor }) => {
        fc.pre(from < steps && cursor >= from && cursor < Math.min(steps, from + span));
        const range = { from, to: from + span };
        const page = textWindow(steps, range, cursor, 40);
        assert.ok(page.from >= from && page.to <= Math.min(steps, range.to) && page.to - page.from <= 40);
        assert.ok(page.from <= cursor && cursor < page.to);
        for (const other of [page.from, page.to - 1]) {
          assert.deepEqual(textWindow(steps, range, other, 40), page);
        }
      }),
    );
  });

  it('ranks the predictions and distinguishes a hit from a miss', () => {
    const y = { name: 'y', steps: 2, size: 4, values: Float32Array.of(0, 0, 0, 1, 0.125, 0.5, 0.25, 0.125) };
    const best = topClasses(y, 1, 3);
    assert.deepEqual(
      best.map(({ index, probability }) => [index, probability]),
      [
        [1, 0.5],
        [2, 0.25],
        [0, 0.125],
      ],
    );
    const target = { name: 'target', steps: 2, size: 1, values: Float32Array.of(Number.NaN, 2) };
    assert.equal(isHit(y, target, 0), undefined);
    assert.equal(isHit(y, target, 1), false);
    assert.equal(isHit(y, { ...target, values: Float32Array.of(3, 1) }, 0), true);
  });

  it('is readable on every colour of every theme', () => {
    const themes: readonly ThemeKind[] = ['dark', 'light', 'highContrastDark', 'highContrastLight'];
    for (const theme of themes) {
      const dark = theme === 'dark' || theme === 'highContrastDark';
      const { colours } = makePalette(
        'diverging',
        theme,
        dark ? [31, 31, 31] : [255, 255, 255],
        [248, 81, 73],
      );
      for (const colour of colours) {
        const light = luminance(colour);
        const contrast = inkOn(colour) === '#fff' ? 1.05 / (light + 0.05) : (light + 0.05) / 0.05;
        assert.ok(contrast >= 4.5, `${theme} ${colour.toString(16)} ${contrast}`);
      }
    }
  });
});

/** Relative luminance (WCAG 2.2) of a colour as stored in ImageData. */
function luminance(packed: number): number {
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, place) => {
    const c = ((packed >>> (8 * place)) & 255) / 255;
    return sum + weight * (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  }, 0);
}
