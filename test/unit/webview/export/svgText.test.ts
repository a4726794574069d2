import assert from 'node:assert/strict';
import fc from 'fast-check';
import { axisTicks } from '../../../../webview/drawing/axisTicks';
import { element, escaped, fontAttributes, paintOf } from '../../../../webview/export/svgText';

describe('SVG as text', () => {
  it('escapes whatever text there is', () => {
    const back = (text: string) =>
      text.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = escaped(text);
        assert.doesNotMatch(written, /[<>"]|&(?!(?:amp|lt|gt|quot);)|[^\P{Cc}\t\n\r]/u);
        assert.equal(back(written).length, text.length);
      }),
    );
    assert.equal(escaped('a < b & "c" \u0000 \ud800'), 'a &lt; b &amp; &quot;c&quot; \ufffd \ufffd');
  });

  it('writes elements with numbers to a hundredth, without missing attributes', () => {
    assert.equal(
      element('circle', { cx: 1 / 3, cy: -0.001, r: 2, fill: undefined }),
      '<circle cx="0.33" cy="0" r="2"/>',
    );
    assert.equal(element('g', {}, element('a', { b: '"' })), '<g><a b="&quot;"/></g>');
  });

  it('splits colours into parts that every reader understands', () => {
    assert.deepEqual(paintOf('#59a4f9'), { colour: '#59a4f9', opacity: 1 });
    assert.deepEqual(paintOf('rgba(89, 164, 249, 0.38)'), { colour: 'rgb(89,164,249)', opacity: 0.38 });
    assert.deepEqual(paintOf('color(srgb 1 0.5 0 / 0.14)'), { colour: 'rgb(255,128,0)', opacity: 0.14 });
  });

  it('splits fonts into their parts', () => {
    assert.deepEqual(fontAttributes('600 13px system-ui, "Droid Sans"'), {
      'font-family': 'system-ui, "Droid Sans"',
      'font-size': '13',
      'font-weight': '600',
      'font-style': undefined,
    });
  });
});

describe('an axis', () => {
  it('labels each step where there is room, else those with a number', () => {
    const letters = Array.from({ length: 12 }, (_, step) => 'abcdefghijkl'[step]);
    assert.equal(axisTicks(0, 12, letters, 400).labelled.length, 12);
    const dates = letters.map((letter) => `2015-04-0${letter}`);
    const { ticks, labelled } = axisTicks(0, 12, dates, 400);
    assert.deepEqual(labelled, ticks);
    assert.deepEqual(axisTicks(0, 12, [], 400).labelled, []);
  });
});
